//! Whether equations are computed in their plain form or in the faster one of the crate `fast`: `--plain`.
//!
//! Both forms give the same numbers to the last bit, which tests check. So this switch changes how long
//! a trial takes and cannot change what it measures; that is why it may be global.

/// Chooses the plain form of every equation (`true`) or the faster one, for the whole process.
pub fn set_plain(plain: bool) {
    fast::switch(!plain);
}
