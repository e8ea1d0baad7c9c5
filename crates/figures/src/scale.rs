//! From the values on an axis to positions along it, and its ticks.

use crate::Axis;

/// An axis whose range is known: it maps values to fractions of the length of the axis.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    from: f64,
    to: f64,
    log: bool,
}

impl Scale {
    /// The range of the axis if it has one, or else a little more than that of the finite values. It
    /// does not extend below 0 if bars stand there.
    pub(crate) fn of(axis: &Axis, stands_on_zero: bool, values: impl Iterator<Item = f64>) -> Self {
        // Beyond these bounds, the differences and ratios below would overflow.
        const FAR: f64 = 1e300;
        let usable = |x: &f64| x.abs() <= FAR && (!axis.log || *x >= 1.0 / FAR);
        let own = axis.range.filter(|(from, to)| usable(from) && usable(to) && from != to);
        let (from, to) = own.unwrap_or_else(|| {
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            for x in values.filter(usable) {
                (low, high) = (low.min(x), high.max(x));
            }
            let is_wide = high - low > (1e-12 * low.abs().max(high.abs())).max(1.0 / FAR);
            match (axis.log, is_wide) {
                _ if low > high => (if axis.log { 0.1 } else { 0.0 }, 1.0),
                (true, true) => {
                    // As a difference of logarithms, because the ratio itself may overflow.
                    let room = (0.04 * (high.ln() - low.ln())).exp();
                    ((low / room).max(1.0 / FAR), (high * room).min(FAR))
                }
                (true, false) => ((low / 2.0).max(1.0 / FAR), (high * 2.0).min(FAR)),
                (false, true) if stands_on_zero && low == 0.0 => (0.0, 1.04 * high),
                (false, true) => (low - 0.04 * (high - low), high + 0.04 * (high - low)),
                (false, false) => {
                    let room = 0.5f64.max(0.01 * low.abs());
                    (low - room, high + room)
                }
            }
        });
        Self { from, to, log: axis.log }
    }

    /// The values at which the axis begins and ends.
    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// The position of a value as a fraction of the length of the axis. It is not finite for values
    /// that the axis cannot show.
    pub(crate) fn share(&self, value: f64) -> f64 {
        if self.log {
            (value.ln() - self.from.ln()) / (self.to.ln() - self.from.ln())
        } else {
            (value - self.from) / (self.to - self.from)
        }
    }

    /// Ticks with their labels: about `wanted` of them on a linear axis, and powers of ten on a
    /// logarithmic axis, with round numbers in between if it spans few powers.
    pub(crate) fn ticks(&self, wanted: usize) -> Vec<(f64, String)> {
        let (low, high) = (self.from.min(self.to), self.from.max(self.to));
        if self.log
            && let Some(ticks) = log_ticks(low, high, wanted)
        {
            return ticks;
        }
        let step = round_step((high - low) / wanted.max(1) as f64);
        let largest = low.abs().max(high.abs());
        // The range is too narrow, compared with its values, for ticks to differ.
        if step.is_nan() || step < (1e-12 * largest).max(1e-300) {
            return Vec::new();
        }
        let decimals = (-step.log10().floor()).max(0.0) as usize;
        let digits = (largest.log10().floor() - step.log10().floor()).max(0.0) as usize;
        let first = (low / step - 1e-9).ceil() as i64;
        let last = (high / step + 1e-9).floor() as i64;
        (first..=last)
            .map(|i| {
                let value = i as f64 * step;
                let label = match largest {
                    _ if i == 0 => "0".into(),
                    x if x >= 1e6 || step < 1e-4 => format!("{value:.digits$e}"),
                    _ => format!("{value:.decimals$}"),
                };
                (value, label.replace('-', "−"))
            })
            .collect()
    }
}

/// The ticks of a logarithmic axis: powers of ten. If it spans few of them, the ticks are 1, 2 and 5
/// times each power, or 1 and 3 times. `None` if the axis is so short that linear ticks are better.
fn log_ticks(low: f64, high: f64, wanted: usize) -> Option<Vec<(f64, String)>> {
    type Tick = (u8, i32);
    let value = |(multiple, exponent): Tick| f64::from(multiple) * 10f64.powi(exponent);
    let exponents = low.log10().floor() as i32..=high.log10().floor() as i32;
    let range = low * (1.0 - 1e-9)..=high * (1.0 + 1e-9);
    let within = |multiples: &[u8]| -> Vec<Tick> {
        let all = exponents.clone().flat_map(|e| multiples.iter().map(move |&m| (m, e)));
        all.filter(|&tick| range.contains(&value(tick))).collect()
    };
    let powers = within(&[1]);
    let fewest = if high / low > 10.0 { 2 } else { 3 };
    let fits = |ticks: &Vec<Tick>| (fewest..=wanted.max(3)).contains(&ticks.len());
    let between = [&[1, 2, 5][..], &[1, 3]].map(within).into_iter().find(fits);
    if let Some(ticks) = between.filter(|_| powers.len() < 3) {
        let short = ticks.iter().all(|(_, e)| (-3..=3).contains(e));
        let label = |(m, e): Tick| match m {
            _ if short => format!("{:.*}", e.min(0).unsigned_abs() as usize, value((m, e))),
            1 => power_of_ten(e),
            _ => format!("{m}·{}", power_of_ten(e)),
        };
        return Some(ticks.into_iter().map(|t| (value(t), label(t))).collect());
    }
    let every = powers.len().saturating_sub(1) / wanted.max(2) + 1;
    let ticks = powers.iter().step_by(every);
    (powers.len() > 1).then(|| ticks.map(|&t| (value(t), power_of_ten(t.1))).collect())
}

/// The smallest of 1, 2 and 5 times a power of ten that is not much below `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let multiple = [1.0, 2.0, 5.0].into_iter().find(|m| m * power >= 0.9 * rough);
    multiple.unwrap_or(10.0) * power
}

fn power_of_ten(exponent: i32) -> String {
    match exponent {
        0 => "1".into(),
        1 => "10".into(),
        _ => format!("10{}", superscript(exponent)),
    }
}

/// A power in superscript digits: ⁻⁷.
pub fn superscript(power: i32) -> String {
    let raised = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32('⁰' as u32 + digit as u32 - '0' as u32).unwrap_or(digit),
    };
    power.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis, wanted: usize) -> Vec<String> {
        let scale = Scale::of(&axis, false, std::iter::empty());
        scale.ticks(wanted).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(
            labels(Axis::new("").range(0.0, 1.0), 5),
            ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(labels(Axis::new("").range(-7.0, 7.0), 4), ["−5", "0", "5"]);
        assert_eq!(
            labels(Axis::new("").range(0.0, 2000.0), 4),
            ["0", "500", "1000", "1500", "2000"]
        );
    }

    #[test]
    fn a_small_panel_has_more_than_one_tick() {
        assert_eq!(labels(Axis::new("").range(-0.76, 19.76), 2), ["0", "10"]);
        assert_eq!(labels(Axis::new("").range(0.0, 1.05), 2), ["0", "0.5", "1.0"]);
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten() {
        assert_eq!(
            labels(Axis::new("").range(1e-3, 100.0).log(), 6),
            ["10⁻³", "10⁻²", "10⁻¹", "1", "10", "10²"]
        );
    }

    #[test]
    fn a_short_logarithmic_axis_has_ticks_between_the_powers() {
        let log = |from, to, wanted| labels(Axis::new("").range(from, to).log(), wanted);
        assert_eq!(log(0.3, 2.4, 5), ["0.5", "1", "2"]);
        assert_eq!(log(0.011, 0.99, 5), ["0.02", "0.05", "0.1", "0.2", "0.5"]);
        assert_eq!(log(0.011, 0.99, 3), ["0.03", "0.1", "0.3"]);
        assert_eq!(log(4.0, 95.0, 2), ["10", "30"]);
        assert_eq!(log(0.2, 0.9, 4), ["0.2", "0.4", "0.6", "0.8"]);
        assert_eq!(log(3e-6, 3e-5, 4), ["5·10⁻⁶", "10⁻⁵", "2·10⁻⁵"]);
        assert_eq!(log(1e-8, 1e-4, 2), ["10⁻⁸", "10⁻⁵"]);
    }

    #[test]
    fn large_and_small_ticks_have_different_labels() {
        assert_eq!(labels(Axis::new("").range(0.0, 60_000.0), 3), ["0", "20000", "40000", "60000"]);
        assert_eq!(labels(Axis::new("").range(1e6, 1.01e6), 2), ["1.000e6", "1.005e6", "1.010e6"]);
        assert_eq!(labels(Axis::new("").range(0.0, 4e-5), 2), ["0", "2e−5", "4e−5"]);
    }

    #[test]
    fn an_axis_with_bars_begins_at_zero() {
        let values = || [0.0, 10.0].into_iter();
        let ends = |stands| Scale::of(&Axis::new(""), stands, values()).ends();
        assert_eq!(ends(true), (0.0, 10.4));
        assert_eq!(ends(false), (-0.4, 10.4));
    }

    #[test]
    fn shares_agree_with_hand_calculation() {
        let scale = Scale::of(&Axis::new("").range(1.0, 100.0).log(), false, std::iter::empty());
        assert!((scale.share(10.0) - 0.5).abs() < 1e-12);
        assert!(!scale.share(-1.0).is_finite());
        let scale = Scale::of(&Axis::new("").range(-1.0, 3.0), false, std::iter::empty());
        assert_eq!(scale.share(0.0), 0.25);
    }

    /// An axis up to infinity would have a tick for each of two thousand million powers of ten.
    #[test]
    fn the_largest_numbers_have_an_axis_with_an_end() {
        for values in
            [[1e30, 1e300], [1e300, 1e300], [1e-300, 1e300], [1e-300, 1e-300], [-1e300, 1e300]]
        {
            for axis in [Axis::new(""), Axis::new("").log()] {
                let scale = Scale::of(&axis, false, values.into_iter());
                let ends = scale.ends();
                assert!(ends.0.is_finite() && ends.1.is_finite() && ends.0 < ends.1, "{ends:?}");
                assert!(scale.ticks(5).len() < 20, "{values:?}");
            }
        }
    }

    #[test]
    fn no_value_and_one_value_have_a_range_too() {
        for values in [vec![], vec![2.0], vec![f64::NAN, f64::INFINITY], vec![0.0]] {
            for axis in [Axis::new(""), Axis::new("").log()] {
                let scale = Scale::of(&axis, false, values.iter().copied());
                assert!(scale.share(1.0).is_finite() && !scale.ticks(5).is_empty());
            }
        }
    }
}
