//! The modules of a crate, and which file imports which.
//!
//! An import is a `use`, or a path in the code, that leads to another file of the crate: `crate::`,
//! `super::`, `self::`, or by the name of a child module or of something imported. It leads to the
//! file that defines the item, also where another file re-exports it, as far as the text tells;
//! otherwise to the module named in the path.
//!
//! These are no imports: `mod x;`, a `pub use` of something in a child module (unless the file also
//! uses that name), and what is compiled for tests only.

use std::collections::{BTreeMap, BTreeSet};

use crate::tokens::{Token, tokens};

/// One file that imports another.
#[derive(Clone, Debug)]
pub struct Import {
    pub from: String,
    pub line: usize,
    /// The path as it is written.
    pub path: String,
    pub to: String,
}

/// A path of modules from the root of the crate, such as `["draw", "axes"]`.
type ModulePath = Vec<String>;

/// The modules of a crate.
pub struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

/// A module: a file, or a `mod x { … }` within one.
#[derive(Default)]
struct Module {
    file: String,
    /// The names of its items, as far as no macro makes them.
    defines: BTreeSet<String>,
    uses: Vec<Use>,
    /// Paths in the code, outside of `use`.
    paths: Vec<(Vec<String>, usize)>,
    /// All words in the code, outside of `use`.
    mentions: BTreeSet<String>,
    /// Child modules that are compiled for tests only.
    test_modules: BTreeSet<String>,
}

/// One name of a `use`: `use a::{b, c as d, e::*}` has three.
struct Use {
    path: Vec<String>,
    /// The name by which the module knows it; `None` for `*`.
    name: Option<String>,
    is_public: bool,
    line: usize,
}

impl Crate {
    /// The crate of these files: `(path within the source folder, text)`. In messages `folder` comes
    /// before the path.
    pub fn new(folder: &str, files: Vec<(String, String)>) -> Self {
        let mut modules = BTreeMap::new();
        for (file, text) in files {
            let without = file.trim_end_matches(".rs");
            let mut path: ModulePath = without.split('/').map(String::from).collect();
            let is_root = path == ["lib"];
            if is_root || path.last().is_some_and(|name| name == "mod") {
                path.pop();
            }
            Reader { tokens: &tokens(&text), file: format!("{folder}/{file}") }.read_module(
                0,
                path,
                &mut modules,
            );
        }
        let tests: Vec<ModulePath> = modules
            .iter()
            .flat_map(|(path, module)| module.test_modules.iter().map(|name| join(path, name)))
            .collect();
        modules.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
        Self { modules }
    }

    /// All imports between different files, in the order of the files.
    pub fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (place, module) in &self.modules {
            let mut add = |path: &[String], line: usize, exported_as: Option<&str>| {
                let Some(target) = self.absolute(place, path).and_then(|p| self.resolve(p)) else {
                    return;
                };
                let is_child = target.len() > place.len() && target.starts_with(place);
                let is_only_exported =
                    exported_as.is_some_and(|name| is_child && !module.mentions.contains(name));
                let (from, to) = (module.file.clone(), self.modules[&target].file.clone());
                if from != to && !is_only_exported {
                    imports.push(Import { from, line, path: path.join("::"), to });
                }
            };
            for used in &module.uses {
                let exported_as = used.is_public.then(|| used.name.as_deref().unwrap_or("*"));
                add(&used.path, used.line, exported_as);
            }
            for (path, line) in &module.paths {
                add(path, *line, None);
            }
        }
        imports
    }

    /// A path written in the module `place`, from the root of the crate; `None` if it leads outside.
    fn absolute(&self, place: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let mut start = place.to_vec();
        match first.as_str() {
            "crate" => start.clear(),
            "self" => {}
            "super" => {
                start.pop()?;
                let more = rest.iter().take_while(|word| *word == "super").count();
                start.truncate(start.len().checked_sub(more)?);
                return Some([start, rest[more..].to_vec()].concat());
            }
            name if self.modules.contains_key(&join(place, name)) => start.push(first.clone()),
            name => {
                let uses = &self.modules[place].uses;
                let used = uses.iter().find(|used| used.name.as_deref() == Some(name))?;
                if used.path == *path || used.path.first() == Some(first) {
                    // `use name::…` itself: a crate outside.
                    return None;
                }
                start = self.absolute(place, &used.path)?;
            }
        }
        Some([start, rest.to_vec()].concat())
    }

    /// The module that defines what a path from the root of the crate leads to.
    fn resolve(&self, path: Vec<String>) -> Option<ModulePath> {
        self.resolve_within(path, &mut BTreeSet::new())
    }

    fn resolve_within(
        &self,
        path: Vec<String>,
        seen: &mut BTreeSet<Vec<String>>,
    ) -> Option<ModulePath> {
        if !seen.insert(path.clone()) {
            return None;
        }
        let mut place = ModulePath::new();
        for (i, name) in path.iter().enumerate() {
            let child = join(&place, name);
            if self.modules.contains_key(&child) {
                place = child;
                continue;
            }
            let module = self.modules.get(&place)?;
            if module.defines.contains(name) {
                break;
            }
            let rest = &path[i + 1..];
            let by_name = module.uses.iter().filter(|used| used.name.as_ref() == Some(name));
            let by_name = by_name.map(|used| (used.path.clone(), false));
            let globs = module.uses.iter().filter(|used| used.name.is_none());
            let by_glob = globs.map(|used| (join(&used.path, name), true));
            for (used, is_glob) in by_name.chain(by_glob) {
                let target = self.absolute(&place, &used);
                let target = target.map(|target| [target, rest.to_vec()].concat());
                let target = target.and_then(|target| self.resolve_within(target, seen));
                // What `*` imports is known only if the other module defines the name.
                if let Some(target) = target
                    && (!is_glob || self.defines(&target, name))
                {
                    return Some(target);
                }
            }
            break;
        }
        self.modules.contains_key(&place).then_some(place)
    }

    fn defines(&self, place: &ModulePath, name: &String) -> bool {
        place.last() == Some(name) || self.modules[place].defines.contains(name)
    }
}

fn join(path: &[String], name: &str) -> ModulePath {
    [path.to_vec(), vec![name.to_string()]].concat()
}

/// Reads the tokens of one file.
struct Reader<'a> {
    tokens: &'a [Token],
    file: String,
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.text)
    }

    /// Reads a module up to the `}` that ends it, or to the end of the file; returns where that is.
    fn read_module(
        &self,
        start: usize,
        path: ModulePath,
        modules: &mut BTreeMap<ModulePath, Module>,
    ) -> usize {
        let mut module = Module { file: self.file.clone(), ..Module::default() };
        let (mut at, mut depth) = (start, 0usize);
        while at < self.tokens.len() {
            let token = &self.tokens[at];
            let next = self.text(at + 1);
            match &*token.text {
                "#" if self.is_for_tests(at) => {
                    let item = self.after_attributes(at);
                    if let Some(name) = self.declared_module(item) {
                        module.test_modules.insert(name);
                    }
                    at = self.end_of_item(item);
                    continue;
                }
                "{" => depth += 1,
                "}" if depth == 0 => break,
                "}" => depth -= 1,
                "mod" if self.text(at + 2) == ";" => {
                    at += 3;
                    continue;
                }
                "mod" if self.text(at + 2) == "{" => {
                    at = self.read_module(at + 3, join(&path, next), modules) + 1;
                    continue;
                }
                "use" if next != "<" => {
                    let is_public = at > 0 && matches!(self.text(at - 1), "pub" | ")");
                    at = self.read_use(at + 1, &[], is_public, &mut module.uses) + 1;
                    continue;
                }
                // `pub(in path)`
                "in" if at >= 2 && self.text(at - 2) == "pub" => {
                    at = self.closing(at - 1);
                    continue;
                }
                "fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static"
                    if depth == 0 =>
                {
                    module.defines.insert(next.to_string());
                }
                "macro_rules" => {
                    module.defines.insert(self.text(at + 2).to_string());
                }
                _ if token.is_word() => {
                    let before = if at > 0 { self.text(at - 1) } else { "" };
                    if before != "." {
                        module.mentions.insert(token.text.clone());
                    }
                    if next == "::" && before != "." && before != "::" {
                        let mut words = vec![token.text.clone()];
                        while self.text(at + 1) == "::"
                            && self.tokens.get(at + 2).is_some_and(Token::is_word)
                        {
                            at += 2;
                            module.mentions.insert(self.tokens[at].text.clone());
                            words.push(self.tokens[at].text.clone());
                        }
                        module.paths.push((words, token.line));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        modules.insert(path, module);
        at
    }

    /// Reads a tree of names after `use`; returns the place of the sign after it.
    fn read_use(
        &self,
        start: usize,
        prefix: &[String],
        is_public: bool,
        uses: &mut Vec<Use>,
    ) -> usize {
        let mut at = start;
        let mut path = prefix.to_vec();
        let line = self.tokens.get(at).map_or(0, |token| token.line);
        loop {
            match self.text(at) {
                "{" => {
                    at += 1;
                    while !matches!(self.text(at), "}" | "") {
                        at = self.read_use(at, &path, is_public, uses);
                        at += usize::from(self.text(at) == ",");
                    }
                    return at + 1;
                }
                "*" => {
                    uses.push(Use { path, name: None, is_public, line });
                    return at + 1;
                }
                "::" => at += 1,
                "self" if !path.is_empty() => at += 1,
                word if self.tokens.get(at).is_some_and(Token::is_word) && word != "as" => {
                    path.push(word.to_string());
                    at += 1;
                }
                "as" => {
                    let name = Some(self.text(at + 1).to_string());
                    uses.push(Use { path, name, is_public, line });
                    return at + 2;
                }
                _ => {
                    let name = path.last().cloned();
                    uses.push(Use { path, name, is_public, line });
                    return at;
                }
            }
        }
    }

    /// Whether an attribute says that the next item is for tests: `#[test]`, `#[cfg(test)]`,
    /// `#[cfg(all(test, …))]`.
    fn is_for_tests(&self, at: usize) -> bool {
        if self.text(at + 1) != "[" {
            return false;
        }
        let words = &self.tokens[at + 2..self.closing(at + 1).min(self.tokens.len())];
        let has = |text: &str| words.iter().any(|token| token.text == text);
        match words.first().map(|token| &*token.text) {
            Some("test") => words.len() == 1,
            Some("cfg") => has("test") && !has("not"),
            _ => false,
        }
    }

    fn after_attributes(&self, start: usize) -> usize {
        let mut at = start;
        while self.text(at) == "#" {
            at = self.closing(at + 1) + 1;
        }
        at
    }

    /// The name of the module that `mod x;` or `mod x { … }` at this place declares.
    fn declared_module(&self, start: usize) -> Option<String> {
        let end = self.end_of_item(start).min(self.tokens.len());
        let words = self.tokens[start..end].iter().take_while(|token| token.text != "{");
        let mut words = words.skip_while(|token| token.text != "mod").skip(1);
        words.next().map(|token| token.text.clone())
    }

    /// The place after the `;` or the `}` that ends an item.
    fn end_of_item(&self, start: usize) -> usize {
        let mut at = start;
        if self.text(at) == "pub" {
            at += 1;
            if self.text(at) == "(" {
                at = self.closing(at) + 1;
            }
        }
        let is_use = self.text(at) == "use";
        while at < self.tokens.len() {
            match self.text(at) {
                ";" => return at + 1,
                "{" if !is_use => return self.closing(at) + 1,
                "(" | "[" | "{" => at = self.closing(at) + 1,
                _ => at += 1,
            }
        }
        at
    }

    /// The place of the bracket that closes the one at `start`.
    fn closing(&self, start: usize) -> usize {
        let mut depth = 0;
        for at in start..self.tokens.len() {
            match self.text(at) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        self.tokens.len()
    }
}
