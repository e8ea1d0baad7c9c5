"""The pages of the documentation, laid out for mdBook and checked after it: see `build`.

    pages.py lay-out SITE     writes SITE/book.toml and SITE/src
    pages.py check HTML       fails if a link or an anchor leads nowhere

The chapters of docs/SUMMARY.md keep their places in the repository, so their links to each other stay as they are.
What else they link to is added, so that the site is whole without a repository beside it: a picture as it is, a
source file as a page with its text, and a folder as a page that lists its files, with the Rust files directly in it.
"""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath, relpath
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)\s]+)\)")
PICTURES = {".png", ".svg"}


def is_outside(target):
    return "://" in target or target.startswith(("#", "mailto:"))


def links(path, text):
    """The files and folders, relative to the repository, that a page links to."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    targets = (target.split("#")[0] for target in LINK.findall(prose) if not is_outside(target))
    return [normpath(join(dirname(path), target)) for target in targets]


class Pages:
    """The chapters, and the pages that are made for what they link to."""

    def __init__(self):
        self.summary = (ROOT / "docs/SUMMARY.md").read_text()
        self.chapters = links("docs/SUMMARY.md", self.summary)
        self.text = {path: (ROOT / path).read_text() for path in self.chapters}
        linked = {target for path in self.chapters for target in links(path, self.text[path])}
        folders = [ROOT / target for target in linked if (ROOT / target).is_dir()]
        linked |= {str(file.relative_to(ROOT)) for folder in folders for file in folder.glob("*.rs")}
        self.linked = sorted(linked - set(self.chapters))

    def place(self, target):
        """Where the site has a file or folder of the repository."""
        if (ROOT / target).is_dir():
            readme = normpath(join(target, "README.md"))
            return self.place(readme) if readme in self.chapters else join(target, "folder.md")
        path = PurePosixPath(target)
        if target in self.chapters:
            return str(path.with_name("index.md")) if path.name == "README.md" else target
        return target if path.suffix in PICTURES else target + ".md"

    def rewritten(self, path, text):
        """A page with its links as they are in the site."""

        def link(found):
            target, hash, anchor = found[1].partition("#")
            if is_outside(found[1]):
                return found[0]
            there = self.place(normpath(join(dirname(path), target)))
            return f"]({relpath(there, dirname(self.place_of_page(path)) or '.')}{hash}{anchor})"

        parts = re.split(r"(^```.*?^```)", text, flags=re.M | re.S)
        return "".join(part if i % 2 else LINK.sub(link, part) for i, part in enumerate(parts))

    def place_of_page(self, path):
        return "SUMMARY.md" if path == "docs/SUMMARY.md" else self.place(path)

    def made(self, target):
        """The page of a source file or a folder."""
        title = f"# {target}\n\n"
        if (ROOT / target).is_dir():
            command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", target]
            files = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            return title + "".join(f"- {self.entry(file)}\n" for file in files.stdout.split())
        language = {".rs": "rust", ".py": "python"}.get(PurePosixPath(target).suffix, "text")
        return f"{title}`````{language}\n{(ROOT / target).read_text()}`````\n"

    def entry(self, file):
        """A file in the list of a folder: a link if the site has it."""
        is_here = file in self.linked or file in self.chapters
        return f"[`{file}`](/{self.place(file)})" if is_here else f"`{file}`"

    def write(self, source):
        for path in self.chapters:
            save(source / self.place(path), self.rewritten(path, self.text[path]))
        listed = []
        for target in self.linked:
            place = self.place(target)
            if PurePosixPath(target).suffix in PICTURES:
                save_copy(ROOT / target, source / place)
            elif place not in map(self.place, self.chapters):
                text = self.made(target)
                here = dirname(place)
                text = re.sub(r"\]\(/([^)]+)\)", lambda m: f"]({relpath(m[1], here or '.')})", text)
                save(source / place, text)
                listed.append(f"  - [{target}]({place})\n")
        save(source / "source-files.md", "# Source files\n\nThe files and folders that the pages link to.\n")
        contents = self.rewritten("docs/SUMMARY.md", self.summary).rstrip("\n")
        save(source / "SUMMARY.md", f"{contents}\n\n# Source\n\n- [Source files](source-files.md)\n{''.join(listed)}")


def save(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def save_copy(picture, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(picture, path)


def lay_out(site):
    shutil.rmtree(site, ignore_errors=True)
    pages = Pages()
    pages.write(site / "src")
    shutil.copy(ROOT / "docs/book/book.toml", site / "book.toml")
    print(f"{len(pages.chapters)} chapters, {len(pages.linked)} linked files and folders")


class Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], {""}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value and not is_outside(value.lstrip("#")):
                self.links.append(unquote(value))
            elif name in ("id", "name") and value:
                self.anchors.add(value)


def check(html):
    pages = {path: Page(path.read_text()) for path in html.rglob("*.html")}
    # It is for any folder of a server, and has no place to be relative to.
    del pages[html / "404.html"]
    wrong, count = [], 0
    for path, page in pages.items():
        for link in page.links:
            count += 1
            target, _, anchor = link.partition("#")
            there = (path.parent / target).resolve() if target else path
            if not there.is_file():
                wrong.append(f"{path}: {link} leads nowhere")
            elif anchor and there in pages and anchor not in pages[there].anchors:
                wrong.append(f"{path}: {link} has no such anchor")
    if wrong:
        sys.exit("\n".join(wrong))
    for path in pages:
        if path.name.endswith(".ko.html"):
            path.write_text(path.read_text().replace('<html lang="en"', '<html lang="ko"', 1))
    print(f"{len(pages)} pages with {count} links, all of which lead somewhere")


if __name__ == "__main__":
    {"lay-out": lay_out, "check": check}[sys.argv[1]](Path(sys.argv[2]).resolve())
