//! How often the interval and the verdicts of this project are wrong, by simulation: the coverage of the 95 %
//! interval for several distributions and numbers of seeds, and the probability that any of several claims
//! without an effect is decided, with and without Holm's correction.
//!
//! `cargo run -p experiments --example interval_coverage` prints both tables as Markdown. They are in
//! `docs/verdicts.md`. An argument sets the number of samples for each entry, 10,000 by default.

use extensions::random::{Purpose, Stream};
use lab::statistics::{ENOUGH, interval};
use lab::table::Table;
use lab::verdict::{Claim, Judgement, Verdict, claim};

/// The numbers of seeds.
const SEEDS: [usize; 5] = [6, 8, 10, 12, 20];

/// The numbers of claims on a statement.
const CLAIMS: [usize; 3] = [2, 5, 8];

/// The probability of an outlier.
const OUTLIERS: f64 = 0.1;

/// A distribution: its name, its mean, and one draw.
struct Distribution {
    name: &'static str,
    mean: f64,
    draw: fn(&mut Stream) -> f64,
}

/// The mean of each is known in closed form. The first three are symmetric about it.
fn distributions() -> [Distribution; 5] {
    [
        Distribution { name: "normal", mean: 0.0, draw: Stream::normal },
        Distribution {
            name: "uniform on −1 to 1, cubed",
            mean: 0.0,
            draw: |stream| (2.0 * stream.uniform() - 1.0).powi(3),
        },
        Distribution {
            name: "normal, one in ten with 10 times the deviation",
            mean: 0.0,
            draw: |stream| {
                let deviation = if stream.uniform() < OUTLIERS { 10.0 } else { 1.0 };
                deviation * stream.normal()
            },
        },
        Distribution {
            name: "lognormal, exp of a standard normal draw",
            mean: 0.5f64.exp(),
            draw: |stream| stream.normal().exp(),
        },
        Distribution {
            name: "normal, one in ten raised by 5 deviations",
            mean: 5.0 * OUTLIERS,
            draw: |stream| {
                let raised = if stream.uniform() < OUTLIERS { 5.0 } else { 0.0 };
                raised + stream.normal()
            },
        },
    ]
}

fn main() {
    let samples = std::env::args().nth(1).map_or(10_000, |text| {
        text.parse().unwrap_or_else(|_| {
            eprintln!("expected: the number of samples, a whole number");
            std::process::exit(2)
        })
    });
    println!("Coverage of the mean by the 95 % interval, {samples} samples for each entry:\n");
    println!("{}", coverage(samples).markdown());
    println!(
        "Probability that any claim without an effect is decided, at {ENOUGH} seeds, {samples} statements for \
         each entry:\n"
    );
    println!("{}", any_decided(samples).markdown());
}

/// How often the interval contains the mean.
fn coverage(samples: usize) -> Table {
    let seeds = SEEDS.map(|n| format!("{n} seeds"));
    let [a, b, c, d, e] = &seeds;
    let mut table = Table::new(["distribution", a, b, c, d, e]);
    for (i, Distribution { name, mean, draw }) in distributions().into_iter().enumerate() {
        let share = |n: usize| {
            let mut stream = Stream::new((100 * i + n) as u64, Purpose::Data);
            let covers = |_: &usize| {
                let values: Vec<f64> = (0..n).map(|_| draw(&mut stream)).collect();
                let (low, high) = interval(&values).expect("enough finite values");
                (low..=high).contains(&mean)
            };
            percent((0..samples).filter(covers).count(), samples)
        };
        table.row(std::iter::once(name.to_owned()).chain(SEEDS.map(share)));
    }
    table
}

/// How often at least one of several claims is decided, although none has an effect: without a correction
/// and after Holm's. Their seeds are normal draws, either independent or with the same reference arm
/// subtracted in each, which makes any two of them correlated with 0.5.
fn any_decided(samples: usize) -> Table {
    let mut table = Table::new(["claims", "without correction", "after Holm's"]);
    for (shares_an_arm, about) in [(false, "independent"), (true, "with a common arm")] {
        for m in CLAIMS {
            let mut stream =
                Stream::new((10 * m + usize::from(shares_an_arm)) as u64, Purpose::Data);
            let (mut before, mut after) = (0, 0);
            for _ in 0..samples {
                let claims = without_effect(m, shares_an_arm, &mut stream);
                let is_decided = |verdict| verdict != Verdict::Undecided;
                before += usize::from(claims.iter().any(|claim| is_decided(claim.verdict)));
                let judged = Judgement::of("X", &claims).claims;
                after += usize::from(judged.iter().any(|judged| is_decided(judged.verdict)));
            }
            table.row([format!("{m}, {about}"), percent(before, samples), percent(after, samples)]);
        }
    }
    table
}

/// `m` claims on one statement, all without any effect.
fn without_effect(m: usize, shares_an_arm: bool, stream: &mut Stream) -> Vec<Claim> {
    let normals =
        |stream: &mut Stream| -> Vec<f64> { (0..ENOUGH).map(|_| stream.normal()).collect() };
    let reference = if shares_an_arm { normals(stream) } else { vec![0.0; ENOUGH] };
    let claims = (0..m).map(|_| {
        let arm = normals(stream);
        let differences: Vec<f64> = arm.iter().zip(&reference).map(|(a, b)| a - b).collect();
        claim("X", "an arm is better").above(0.0, &differences)
    });
    claims.collect()
}

fn percent(count: usize, of: usize) -> String {
    format!("{:.1} %", 100.0 * count as f64 / of as f64)
}
