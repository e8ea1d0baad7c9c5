//! The drawing of explorers that show training accuracy, test accuracy and the gap between them: three bars,
//! as wide as the page.

use std::fmt::Write;

use lab::table::percent;
use language::tr;
use training::epochs::Curves;
use training::statistics::mean;

use super::epochs::Curved;

/// The height of a bar in pixels. Its width is in percent of the page's.
const HEIGHT: f64 = 22.0;

/// How many slots a bar has: its value in words, the bar, and the lines of the single seeds.
const OF_BAR: usize = 3;

/// What fills the slots for one arm: the three bars, and `story` below them.
pub fn slots<S>(record: &Curved<S>, arm: &str, story: &str) -> Vec<String> {
    let at_end = |number: fn(&Curves) -> f64| record.values(arm, number);
    let (training, test) = (at_end(Curves::training_at_end), at_end(Curves::test_at_end));
    let gap = at_end(Curves::gap);
    let mut slots = Vec::new();
    for values in [&training, &test] {
        slots.extend([percent(mean(values)), bar(0.0, mean(values)), lines(values)]);
    }
    // The gap stands where it is: between the two accuracies.
    let (training, test, gap) = (mean(&training), mean(&test), mean(&gap));
    let (from, to) = if gap < 0.0 { (training, test) } else { (test, training) };
    slots.extend([percent(gap), bar(from, to), String::new(), story.to_owned()]);
    slots
}

/// A bar from one accuracy to another, as the data of an SVG path.
fn bar(from: f64, to: f64) -> String {
    match (to - from).is_finite() {
        true => format!(
            "M{:.2} 0h{:.2}v{HEIGHT}h-{:.2}z",
            100.0 * from,
            100.0 * (to - from),
            100.0 * (to - from)
        ),
        false => String::new(),
    }
}

/// A thin line at each of the accuracies.
fn lines(accuracies: &[f64]) -> String {
    let mut path = String::new();
    for accuracy in accuracies.iter().filter(|accuracy| accuracy.is_finite()) {
        let _ = write!(path, "M{:.2} 0v{HEIGHT}", 100.0 * accuracy);
    }
    path
}

/// The three bars with the slots filled.
pub fn drawing(id: &str, slots: &[String]) -> String {
    let names = [tr!("training accuracy"), tr!("test accuracy"), tr!("gap between them")];
    let bars = names.into_iter().zip(["bars", "bars", "dot"]).zip(slots.chunks_exact(OF_BAR));
    let mut html = String::new();
    for ((name, class), of_bar) in bars {
        let [value, bar, lines] = of_bar else { continue };
        let _ = write!(
            html,
            "<div>{name}: <strong data-slot=\"text\">{value}</strong></div>\
             <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 {HEIGHT}\" width=\"100%\" \
             height=\"{HEIGHT}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <path class=\"{class}\" data-slot=\"d\" d=\"{bar}\"/>\
             <path class=\"axis\" vector-effect=\"non-scaling-stroke\" data-slot=\"d\" d=\"{lines}\"/>\
             <path class=\"axis\" vector-effect=\"non-scaling-stroke\" d=\"M0 {HEIGHT}h100M100 0v{HEIGHT}M0 0v{HEIGHT}\"/></svg>"
        );
    }
    let story = slots.last().map_or("", String::as_str);
    let label = tr!("both accuracies");
    format!(
        "<div id=\"{id}-bars\" role=\"group\" aria-label=\"{label}\">{html}</div>\n\
         <p class=\"readout\" aria-live=\"polite\" data-slot=\"text\">{story}</p>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::epochs::ended;
    use lab::record::Record;

    #[test]
    fn each_slot_of_the_drawing_has_its_text() {
        let record = Record::made_up((), [("arm", vec![ended(1.0, 0.75, 1.0); 2])]);
        let slots = slots(&record, "arm", "what happened");
        assert_eq!(slots[..2], ["100.0 %", "M0.00 0h100.00v22h-100.00z"]);
        assert_eq!(slots[5], "M75.00 0v22M75.00 0v22");
        assert_eq!(slots[6..8], ["25.0 %", "M75.00 0h25.00v22h-25.00z"]);
        let drawing = drawing("x", &slots);
        assert_eq!(drawing.matches("data-slot").count(), slots.len());
        assert!(drawing.contains(">what happened</p>"));
    }

    #[test]
    fn what_diverged_has_no_bars() {
        let slots =
            slots(&Record::made_up((), [("arm", vec![ended(f64::NAN, 0.5, 1.0)])]), "arm", "");
        assert_eq!((slots[0].as_str(), slots[1].as_str(), slots[7].as_str()), ("diverged", "", ""));
    }
}
