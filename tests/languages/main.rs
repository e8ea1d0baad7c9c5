//! Every text that a person reads is there in every language, and no translation is left over.

mod source;

use std::collections::{BTreeMap, BTreeSet};

use experiments::commands::TOOLS;
use experiments::lecture::LECTURE;
use experiments::{EXPERIMENTS, LONGER, commands};
use language::{Language, entries};
use source::{placeholders, repository, texts};

/// The languages that are translated into.
fn others() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|&language| language != Language::English)
}

/// English texts, each with the place in the source that it is from.
type Texts = BTreeMap<String, String>;

/// All texts: those in macros, the lecture's statements, and the help of every command.
fn all_texts() -> Texts {
    let mut all = Texts::new();
    for folder in ["crates", "experiments/src"] {
        all.extend(texts(&repository().join(folder)));
    }
    let mut add = |text: &str, place: &str| {
        // A number is the same in every language.
        if text.contains(char::is_alphabetic) {
            all.insert(text.to_owned(), place.to_owned());
        }
    };
    for statement in LECTURE.iter().flat_map(|chapter| chapter.statements) {
        let place = format!("the statement {}", statement.id);
        add(statement.sentence, &place);
        if has_words(statement.equation) {
            add(statement.equation, &place);
        }
        if let Some(question) = statement.question {
            for text in question.answers.iter().chain([&question.asks, &question.because]) {
                add(text, &place);
            }
        }
    }
    for entry in EXPERIMENTS.iter().chain(LONGER.iter()) {
        add(entry.about, entry.name);
        add(entry.shows, entry.name);
        // Its longer description is put together from texts that are counted above.
        help(&(entry.command)().long_about(""), &mut add);
    }
    for tool in TOOLS.iter() {
        help(&(tool.command)(), &mut add);
    }
    // The lists of experiments in its help are put together from what they are about.
    help(&commands::root::command().after_help(""), &mut add);
    all
}

/// Whether an equation has words, such as "for all", besides signs and names of functions.
fn has_words(equation: &str) -> bool {
    let mut words = equation.split(|c: char| !c.is_alphabetic());
    words.any(|word| word.len() > 2 && word.is_ascii() && !["softmax"].contains(&word))
}

/// The texts in the help of a command, paragraph by paragraph.
fn help(command: &clap::Command, add: &mut impl FnMut(&str, &str)) {
    let place = format!("{} --help", command.get_name());
    let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set());
    let of_arguments = arguments.flat_map(|argument| {
        [argument.get_help(), argument.get_long_help()].map(|text| text.map(ToString::to_string))
    });
    let of_command = [command.get_about(), command.get_long_about(), command.get_after_help()];
    let of_command = of_command.map(|text| text.map(ToString::to_string));
    for text in of_arguments.chain(of_command).flatten() {
        for paragraph in text.split("\n\n") {
            add(paragraph, &place);
        }
    }
    for heading in command.get_arguments().filter_map(clap::Arg::get_help_heading) {
        add(heading, &place);
    }
    for subcommand in command.get_subcommands().filter(|c| c.get_name() == "completions") {
        help(subcommand, add);
    }
}

#[test]
fn every_text_is_there_in_every_language() {
    let all = all_texts();
    assert!(all.len() > 500, "the texts are found: {}", all.len());
    for language in others() {
        let known: BTreeSet<String> =
            entries(language).unwrap().into_iter().map(|(_, english, _)| english).collect();
        let missing: Vec<String> = all
            .iter()
            .filter(|(english, _)| !known.contains(*english))
            .map(|(english, place)| format!("# {place}\n{}", toml_key(english)))
            .collect();
        println!("{language}: {} of {} texts", all.len() - missing.len(), all.len());
        assert!(
            missing.is_empty(),
            "{} texts are missing in crates/language/languages/{language}.toml:\n\n{}",
            missing.len(),
            missing.join("\n")
        );
    }
}

/// A text as a line of the file of a language, still without its translation.
fn toml_key(english: &str) -> String {
    format!("{} = \"\"", toml::Value::String(english.to_owned()))
}

#[test]
fn no_translation_is_left_over_or_there_twice() {
    let all = all_texts();
    for language in others() {
        let mut seen = BTreeSet::new();
        let mut wrong = Vec::new();
        for (section, english, _) in entries(language).unwrap() {
            let why = match (all.contains_key(&english), seen.insert(english.clone())) {
                (false, _) => "is no longer in the source",
                (true, false) => "is there twice",
                (true, true) => continue,
            };
            wrong.push(format!("[{section}] {why}: {english:?}"));
        }
        assert!(wrong.is_empty(), "{language}.toml:\n{}", wrong.join("\n"));
    }
}

#[test]
fn a_translation_has_the_same_values() {
    for language in others() {
        for (section, english, text) in entries(language).unwrap() {
            let values = |text| placeholders(text).filter(|name| !name.contains('/'));
            let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) =
                (values(&english).collect(), values(&text).collect());
            assert_eq!(ours, theirs, "{language}.toml, [{section}]: {english:?}");
            assert!(!text.trim().is_empty(), "{language}.toml, [{section}]: {english:?}");
        }
    }
}

/// A figure in PNG leaves out what its fonts lack. (Signs that only claims use, such as ‖, are not in them.)
#[test]
fn a_translation_can_be_drawn() {
    for language in others() {
        for (section, english, text) in entries(language).unwrap() {
            let is_letter = |c: &char| *c >= '\u{1100}' && c.is_alphabetic();
            let missing = text.chars().filter(is_letter).find(|&c| !figures::is_drawn(c));
            assert_eq!(missing, None, "{language}.toml, [{section}]: {english:?}");
        }
    }
}

/// The terms of the Korean edition in one spelling.
#[test]
fn korean_terms_have_one_spelling() {
    const NOT: [&str; 8] = [
        "초기값",
        "과적합",
        "초기화값",
        "배치정규화",
        "가중치감소",
        "하이퍼 파라미터",
        "미니 배치",
        "드롭 아웃",
    ];
    for (section, english, text) in entries(Language::Korean).unwrap() {
        for word in NOT {
            assert!(!text.contains(word), "[{section}] {english:?}: {word} has another spelling");
        }
    }
}
