//! The page: HTML, style sheet and JavaScript modules, which are part of the program.

use language::Language;

/// A file of the page.
pub struct File {
    /// Its name in the address.
    pub name: &'static str,
    /// Its type, for browsers.
    pub kind: &'static str,
    /// Its content.
    pub content: &'static str,
}

/// A file of the folder `page`.
macro_rules! file {
    ($name:literal, $kind:literal) => {
        File { name: $name, kind: $kind, content: include_str!(concat!("../page/", $name)) }
    };
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A JavaScript module of the folder `page`.
macro_rules! module {
    ($name:literal) => {
        File { name: $name, kind: SCRIPT, content: include_str!(concat!("../page/", $name)) }
    };
}

/// All files but the page itself.
pub const FILES: &[File] = &[
    file!("style.css", "text/css; charset=utf-8"),
    module!("address.js"),
    module!("api.js"),
    module!("canvas.js"),
    module!("charts.js"),
    module!("connection.js"),
    module!("contours.js"),
    module!("controls.js"),
    module!("digit.js"),
    module!("form.js"),
    module!("main.js"),
    module!("map.js"),
    module!("memory.js"),
    module!("network.js"),
    module!("run.js"),
    module!("settings.js"),
    module!("texts.js"),
    module!("valley.js"),
];

/// The page itself, in this language.
pub fn html(language: Language) -> String {
    include_str!("../page/index.html").replace("{{language}}", language.code())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;
    use crate::texts::TEXTS;

    #[test]
    fn every_file_of_the_folder_is_served() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/page");
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let names: BTreeSet<_> = names.map(|name| name.into_string().unwrap()).collect();
        let served = FILES.iter().map(|file| file.name).chain(["index.html"]);
        assert_eq!(served.map(String::from).collect::<BTreeSet<_>>(), names);
    }

    /// The texts between quotes behind `t(` in the modules, those of `data-t` and `data-label` in the page, and other
    /// constants that are passed to `t` as they are.
    #[test]
    fn every_text_of_the_list_is_in_the_page() {
        let whole: String = FILES
            .iter()
            .map(|file| file.content)
            .chain([html(Language::English).as_str()])
            .collect::<String>();
        let plain = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in TEXTS {
            let in_script = text.replace('\'', "\\'");
            assert!(plain.contains(text) || plain.contains(&in_script), "not in the page: {text}");
        }
    }

    #[test]
    fn every_text_in_the_page_is_in_the_list() {
        let known: BTreeSet<&str> = TEXTS.iter().copied().collect();
        for file in FILES {
            for (at, call) in file.content.match_indices("t('") {
                let before = file.content[..at].chars().next_back().unwrap_or(' ');
                let text = file.content[at + call.len()..].split('\'').next().unwrap();
                // Not the end of another name, such as `createElement('`.
                if !before.is_alphanumeric() && before != '_' {
                    assert!(known.contains(text), "{}: {text}", file.name);
                }
            }
        }
        let page = include_str!("../page/index.html");
        for rest in page.split(" data-t>").skip(1) {
            let text =
                rest.split('<').next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(known.contains(&*text), "{text}");
        }
    }

    /// The server forbids the browser to run or load anything else.
    #[test]
    fn nothing_is_written_into_the_page_or_comes_from_elsewhere() {
        let page = include_str!("../page/index.html");
        assert!(!page.contains("<style") && !page.contains("style=") && !page.contains("onclick"));
        assert_eq!(page.matches("<script").count(), page.matches("src=\"/page/").count());
        for file in FILES {
            assert!(!file.content.contains("http://") && !file.content.contains("https://"));
            assert!(!file.content.contains("innerHTML"), "{}", file.name);
        }
    }
}
