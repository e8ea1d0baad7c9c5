//! The names of optimizers as they are shown; records have them in English.

use language::{message, tr, translated};

/// The one optimizer whose name is translated: the others are names in every language.
const MOMENTUM: &str = message!("Momentum");

/// The name of an arm in the current language, if the optimizer is its first part: "Momentum",
/// "Momentum, η = 0.03".
pub fn shown(arm: &str) -> String {
    match arm.strip_prefix(MOMENTUM) {
        Some(rest) if rest.is_empty() || rest.starts_with(", ") => {
            tr!("Momentum").to_owned() + rest
        }
        _ => translated(arm).into(),
    }
}

#[cfg(test)]
mod tests {
    use language::{Language, within};

    use super::*;

    #[test]
    fn only_momentum_is_translated() {
        let of = |arm| within(Language::Korean, || shown(arm));
        assert_eq!(shown("Momentum, η = 0.03"), "Momentum, η = 0.03");
        assert_eq!(of("Momentum"), "모멘텀");
        assert_eq!(of("Momentum, α = 0.9, η = 0.03"), "모멘텀, α = 0.9, η = 0.03");
        assert_eq!(of("Momentums"), "Momentums");
        for name in ["SGD", "AdaGrad", "Adam", "Nesterov", "RMSprop"] {
            assert_eq!(of(name), name);
        }
    }
}
