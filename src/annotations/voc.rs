//! Pascal VOC XML: a file a picture.
//!
//! Coordinates are used as they stand, without the shift by one that VOC's own definition (pixels counted from 1) would
//! ask for: so do torchvision's and Albumentations' users (`pascal_voc` boxes), and so do today's labelling tools.

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Map, Value as Json};

use super::check::Check;
use super::follow::Kept;
use super::json::tidy;
use super::model::{Format, Object, Record};
use super::names::{self, By};
use super::read::Context;
use super::source::Source;
use crate::error::{Code, Error, Result};
use crate::image::Size;

/// The most bytes and elements of a file.
const MAX_BYTES: u64 = 1 << 24;
const MAX_NODES: u32 = 1_000_000;

pub(super) fn read(files: &[&dyn Source], context: &mut Context<'_, '_>) -> Result<()> {
    let assigned = context.by_stem(files);
    for (&image, &place) in &assigned {
        if let Some(source) = files.get(place) {
            one(*source, Some(image), context)?;
        }
    }
    // What is called otherwise says inside which picture it is about.
    if context.store.found.records.iter().any(Option::is_none) {
        for (place, source) in files.iter().enumerate() {
            if !assigned.values().any(|p| *p == place) {
                one(*source, None, context)?;
            }
        }
    }
    Ok(())
}

fn one(source: &dyn Source, image: Option<usize>, context: &mut Context<'_, '_>) -> Result<()> {
    let name = source.name();
    let done = context
        .opener
        .text(source, MAX_BYTES)
        .and_then(|text| parse(&text, name, image, context));
    match done {
        Ok(()) => Ok(()),
        // A file that may be about any other picture is not worth a word.
        Err(_) if image.is_none() => context.opener.check(),
        Err(e) => context.give_up(name, &e),
    }
}

fn parse(
    text: &str,
    name: &str,
    image: Option<usize>,
    context: &mut Context<'_, '_>,
) -> Result<()> {
    let options = ParsingOptions {
        // No entities: a few lines of them unfold to gigabytes.
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options)
        .map_err(|e| Error::new(Code::Syntax, e.to_string()).at_line(e.pos().row))?;
    let root = document.root_element();
    if !root.has_tag_name("annotation") {
        return Err(Error::new(
            Code::Syntax,
            "is no Pascal VOC file: its root is not <annotation>",
        ));
    }
    let file = word(root, "filename").unwrap_or_default().to_owned();
    let Some(image) = image.or_else(|| {
        let free = |i: &&usize| {
            context
                .store
                .found
                .records
                .get(**i)
                .is_some_and(Option::is_none)
        };
        let free: Vec<_> = context
            .images
            .candidates(&file, By::Name)
            .iter()
            .filter(free)
            .collect();
        // Several of one name are not told apart by a bare file name.
        if let [image] = free[..] {
            Some(*image)
        } else {
            None
        }
    }) else {
        return Ok(());
    };
    let Some(size) = context.size(image) else {
        return Ok(());
    };
    let file = if file.is_empty() {
        context.asked.get(image).map_or("", |a| &a.name)
    } else {
        &file
    };
    let mut record = Record::new(Format::Voc, name, file, size);
    let known = ["filename", "size", "object", "path"];
    for child in root
        .children()
        .filter(|c| c.is_element() && !known.contains(&c.tag_name().name()))
    {
        record
            .extra
            .insert(child.tag_name().name().to_owned(), carried(child, 0));
    }
    if let Some(depth) = root
        .children()
        .find(|c| c.has_tag_name("size"))
        .and_then(|s| word(s, "depth"))
    {
        record.extra.insert("depth".into(), depth.into());
    }
    if !context.store.begin(image, record) {
        return Ok(());
    }
    let mut check = Check {
        file: name,
        size,
        problems: &mut context.store.found.problems,
    };
    said_size(root, &mut check);
    let mut objects = Vec::new();
    for (i, node) in root
        .children()
        .filter(|c| c.has_tag_name("object"))
        .enumerate()
    {
        let line = document.text_pos_at(node.range().start).row;
        objects.extend(object(
            node,
            format!("object {} (line {line})", i + 1),
            &mut check,
        ));
    }
    for object in objects {
        context.store.class(&object.class);
        context.store.push(image, object);
    }
    Ok(())
}

fn said_size(root: Node<'_, '_>, check: &mut Check<'_>) {
    let Some(node) = root.children().find(|c| c.has_tag_name("size")) else {
        return;
    };
    let side = |name| word(node, name).and_then(|v| v.parse::<f64>().ok());
    let Size { width, height } = check.size;
    if let (Some(w), Some(h)) = (side("width"), side("height"))
        && [w, h] != [f64::from(width), f64::from(height)]
    {
        let text = format!(
            "says {w} × {h} px, the picture has {width} × {height}; coordinates are taken as they stand"
        );
        check.tell("size", text);
    }
}

fn object(node: Node<'_, '_>, place: String, check: &mut Check<'_>) -> Option<Object> {
    let Some(class) = word(node, "name").filter(|n| !n.is_empty()) else {
        check.tell(&place, "has no name: skipped");
        return None;
    };
    let bbox = node.children().find(|c| c.has_tag_name("bndbox"));
    let side = |name| {
        bbox.and_then(|b| word(b, name))
            .and_then(|v| v.parse::<f64>().ok())
    };
    let (Some(x0), Some(y0), Some(x1), Some(y1)) =
        (side("xmin"), side("ymin"), side("xmax"), side("ymax"))
    else {
        check.tell(
            &place,
            "needs a bndbox with the numbers xmin, ymin, xmax and ymax: skipped",
        );
        return None;
    };
    let bbox = check.bbox(&place, [x0, y0, x1, y1])?;
    let mut extra = Map::new();
    for child in node.children().filter(Node::is_element) {
        let tag = child.tag_name().name();
        if ["name", "bndbox"].contains(&tag) {
            continue;
        }
        if child.children().any(|c| c.is_element()) {
            // Parts and outlines would stay behind when the picture moves.
            check.tell(&place, format!("<{tag}> is not read: left out"));
        } else {
            extra.insert(tag.to_owned(), child.text().unwrap_or("").trim().into());
        }
    }
    Some(Object {
        class: class.to_owned(),
        bbox: Some(bbox),
        place,
        extra,
        ..Object::default()
    })
}

/// The text of a child.
fn word<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let child = node.children().find(|c| c.has_tag_name(name))?;
    child.text().map(str::trim)
}

/// What is carried through: text, or elements by name.
fn carried(node: Node<'_, '_>, depth: usize) -> Json {
    const MAX_DEPTH: usize = 8;
    let mut entries = Map::new();
    if depth < MAX_DEPTH {
        for child in node.children().filter(Node::is_element) {
            entries.insert(
                child.tag_name().name().to_owned(),
                carried(child, depth + 1),
            );
        }
    }
    if entries.is_empty() {
        node.text().unwrap_or("").trim().into()
    } else {
        Json::Object(entries)
    }
}

/// The file of a picture.
pub(super) fn write(kept: &Kept) -> String {
    let record = &kept.record;
    let mut xml = Xml::default();
    xml.open("annotation");
    let mut extra = record.extra.clone();
    let depth = extra.remove("depth");
    if let Some(folder) = extra.remove("folder") {
        xml.json("folder", &folder);
    }
    xml.leaf("filename", names::base(&record.file));
    for (key, value) in &extra {
        xml.json(key, value);
    }
    xml.open("size");
    xml.leaf("width", &record.size.width.to_string());
    xml.leaf("height", &record.size.height.to_string());
    if let Some(depth) = depth {
        xml.json("depth", &depth);
    }
    xml.close("size");
    for object in &record.objects {
        let Some(sides) = object.bbox else {
            continue;
        };
        xml.open("object");
        xml.leaf("name", &object.class);
        for (key, value) in &object.extra {
            xml.json(key, value);
        }
        xml.open("bndbox");
        for (name, side) in ["xmin", "ymin", "xmax", "ymax"].into_iter().zip(sides) {
            xml.leaf(name, &tidy(side).to_string());
        }
        xml.close("bndbox");
        xml.close("object");
    }
    xml.close("annotation");
    xml.text
}

/// XML text, two spaces deeper in each element.
#[derive(Default)]
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn open(&mut self, name: &str) {
        self.indent();
        self.text.extend(["<", name, ">\n"]);
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.text.extend(["</", name, ">\n"]);
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.indent();
        self.text.extend(["<", name, ">"]);
        for c in text.chars() {
            match c {
                '&' => self.text += "&amp;",
                '<' => self.text += "&lt;",
                '>' => self.text += "&gt;",
                c => self.text.push(c),
            }
        }
        self.text.extend(["</", name, ">\n"]);
    }

    /// A value carried through; its names were read from XML.
    fn json(&mut self, name: &str, value: &Json) {
        match value {
            Json::Object(entries) => {
                self.open(name);
                for (key, value) in entries {
                    self.json(key, value);
                }
                self.close(name);
            }
            Json::String(text) => self.leaf(name, text),
            other => self.leaf(name, &other.to_string()),
        }
    }
}
