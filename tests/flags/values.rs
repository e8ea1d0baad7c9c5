//! The values that are tried.

use crate::help::Flag;

/// Values for the short form.
pub fn few(flag: &Flag) -> Vec<String> {
    let fixed = ["0", "-1", "1", "1e308", "1e-308", "NaN", "", "ψ", "SGD,Adma"];
    let fixed = fixed.into_iter().map(String::from);
    fixed.chain([digits(), twice(flag), long_list()]).collect()
}

/// Values that a number might have, separated by spaces.
const NUMBERS: &str = "0 1 2 -1 -0 0.5 1.5 1e9 1e18 1e30 1e300 1e308 -1e300 1e-9 1e-18 1e-45 1e-300 1e-308 \
    5e-324 1e309 100000 1000000000 18446744073709551615 18446744073709551616 NaN inf -inf , 1, 1,1 1,2 \
    ψ \u{202e}x １ 0x10 SGD SGD,Adam list";

/// Values that a name, a list of names, a range or a path might have.
const WORDS: &str = "0 -1 2 1e300 1e-300 5e-324 NaN inf , ψ 한국어 \u{202e}x SGD SGD,Adam SGD,Adam,SGD Adma list \
    SGD=1 SGD=1e308 SGD=-1 SGD= = x= =x SGD=1,SGD=2 uniform:0..1 uniform:-1e308..1e308 \
    log-uniform:1e-300..1e300 integer:1..3 integer:1..1000000000 choice:1,2 choice:SGD,Adam choice: 1/1 \
    1/2 3/2 0/0 1/18446744073709551615 /dev/null /dev/full /dev/zero /proc/nothing . json ws:// ReLU \
    sigmoid,ReLU He G1 gradient_descent hyperband tpe grid halving 18446744073709551615";

/// Values for the full form.
pub fn all(flag: &Flag) -> Vec<String> {
    let is_number = |default: &str| default.split(',').all(|item| item.parse::<f64>().is_ok());
    let fixed = match flag.default.as_deref().is_some_and(is_number) {
        true => NUMBERS,
        false => WORDS,
    };
    let fixed = fixed.split(' ').chain(["", " "]).map(String::from);
    let tiny = format!("0.{}1", "0".repeat(299));
    let made = [digits(), tiny, twice(flag), long_list(), "x".repeat(10_000), "1,".repeat(10_000)];
    fixed.chain(made).collect()
}

/// A number of 300 digits.
fn digits() -> String {
    "7".repeat(300)
}

/// The default twice, as a list.
fn twice(flag: &Flag) -> String {
    let default = flag.default.as_deref().unwrap_or("1");
    format!("{default},{default}")
}

/// A list of 5000 different numbers.
fn long_list() -> String {
    let numbers: Vec<String> = (2..5002).map(|n| n.to_string()).collect();
    numbers.join(",")
}
