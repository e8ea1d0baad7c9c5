//! What is measured if a remedy makes overfitting worse.

use extensions::random::Stream;
use training::epochs::Curves;

use crate::shared::made_up::curves;

/// The curves of a network with the remedy or without it: with it, the gap is wider, test accuracy is lower
/// and the norm is larger. The norm falls during training.
pub fn worse(has_remedy: bool, stream: &mut Stream) -> Curves {
    let mut around = |x: f64| x + 0.003 * stream.normal();
    match has_remedy {
        true => curves(around(0.99), around(0.7), [12.0, 11.0].map(&mut around)),
        false => curves(around(0.95), around(0.8), [12.0, 10.0].map(&mut around)),
    }
}
