//! CSV of image labels: a line a picture, its file and its class.

use std::io::{BufReader, Read};

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde_json::Value as Json;

use super::follow::Kept;
use super::model::{Format, Record};
use super::names::{self, By};
use super::read::Context;
use super::source::{CHUNK, Source};
use crate::error::{Code, Error, Result};

/// Names of the column of files and of the column of classes, as people call them.
const FILE: &[&str] = &[
    "filename",
    "file_name",
    "file",
    "image",
    "image_path",
    "filepath",
    "path",
    "img",
    "image_id",
    "id",
];
const CLASS: &[&str] = &[
    "label",
    "class",
    "category",
    "class_name",
    "label_name",
    "target",
    "y",
];
/// The most characters of a line that are kept.
const MAX_LINE: usize = 1 << 16;

/// The columns of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The table's own name, and that of the file to be written.
    source: String,
    pub(super) file: String,
    delimiter: u8,
    header: Option<Vec<String>>,
    picture: usize,
    class: usize,
}

pub(super) fn read(files: &[&dyn Source], context: &mut Context<'_, '_>) -> Result<()> {
    for source in files {
        if let Err(e) = one(*source, context) {
            context.give_up(source.name(), &e)?;
        }
    }
    Ok(())
}

fn one(source: &dyn Source, context: &mut Context<'_, '_>) -> Result<()> {
    let name = source.name();
    let opener = context.opener;
    let delimiter = delimiter(opener.open(source)?).map_err(|e| opener.failed(name, &e))?;
    let reader = BufReader::with_capacity(CHUNK, opener.open(source)?);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(reader);
    let mut columns: Option<Columns> = None;
    // Lines about images that may be asked about: number, name, cells.
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let mut row = StringRecord::new();
    loop {
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                opener.check()?;
                let line = e.position().map_or(0, csv::Position::line);
                if e.is_io_error() {
                    return Err(Error::new(Code::Io, e.to_string()));
                }
                context.store.found.problems.add(
                    name,
                    format!("line {line}"),
                    format!("{e}: skipped"),
                );
                continue;
            }
        }
        let cells: Vec<String> = row
            .iter()
            .map(|c| c.trim().trim_start_matches('\u{feff}').to_owned())
            .collect();
        let Some(known) = &columns else {
            let found = Columns::of(name, delimiter, &cells);
            let headed = found.header.is_some();
            columns = Some(found);
            if !headed {
                keep(row.position(), cells, columns.as_ref(), context, &mut rows);
            }
            continue;
        };
        let known = Some(known);
        keep(row.position(), cells, known, context, &mut rows);
    }
    let Some(columns) = columns else {
        return Ok(());
    };
    assign(name, rows, columns, context);
    Ok(())
}

/// Keeps a line if it may be about an image asked for.
fn keep(
    position: Option<&csv::Position>,
    cells: Vec<String>,
    columns: Option<&Columns>,
    context: &mut Context<'_, '_>,
    rows: &mut Vec<(u64, Vec<String>)>,
) {
    let Some(picture) = columns.and_then(|c| cells.get(c.picture)) else {
        return;
    };
    let wanted = |by| !context.images.candidates(picture, by).is_empty();
    let whole = names::ending(picture).is_empty();
    if (wanted(By::Name) || (whole && wanted(By::Stem)))
        && cells.iter().map(String::len).sum::<usize>() <= MAX_LINE
    {
        rows.push((position.map_or(0, csv::Position::line), cells));
    }
}

fn assign(
    name: &str,
    rows: Vec<(u64, Vec<String>)>,
    mut columns: Columns,
    context: &mut Context<'_, '_>,
) {
    let mut given: Vec<String> = Vec::new();
    let mut lines: Vec<(u64, Vec<String>)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for (line, cells) in rows {
        let (picture, class) = (
            cells.get(columns.picture),
            cells.get(columns.class).filter(|c| !c.is_empty()),
        );
        let (Some(picture), Some(class)) = (picture.cloned(), class.cloned()) else {
            context
                .store
                .found
                .problems
                .add(name, format!("line {line}"), "has no class: skipped");
            continue;
        };
        if let Some(&before) = places.get(&picture) {
            let first = lines
                .get(before)
                .and_then(|(_, cells): &(u64, Vec<String>)| cells.get(columns.class));
            if first != Some(&class) {
                let text = format!("'{picture}' has a class already; '{class}' is left out");
                context
                    .store
                    .found
                    .problems
                    .add(name, format!("line {line}"), text);
            }
            continue;
        }
        places.insert(picture.clone(), lines.len());
        given.push(picture);
        lines.push((line, cells));
    }
    let whole = given.iter().all(|g| names::ending(g).is_empty());
    let by = if whole { By::Stem } else { By::Name };
    let assigned = context
        .images
        .assign(&given, by, &mut context.store.found.ambiguous);
    for (image, place) in assigned {
        let (Some((_, cells)), Some(size)) = (lines.get(place), context.size(image)) else {
            continue;
        };
        let class = cells.get(columns.class).cloned().unwrap_or_default();
        context.store.class(&class);
        // Beside objects from another format stands the class of the whole.
        if let Some(record) = context.store.record(image) {
            record.class.get_or_insert(class);
            continue;
        }
        let mut record = Record::new(
            Format::Csv,
            name,
            given.get(place).map_or("", String::as_str),
            size,
        );
        record.class = Some(class);
        record.extra.insert("cells".into(), cells.clone().into());
        context.store.begin(image, record);
    }
    let tables = &mut context.store.found.columns;
    let same = |name: &str| tables.iter().any(|t| t.file.eq_ignore_ascii_case(name));
    let (stem, ending) = (
        names::stem(&columns.file).to_owned(),
        names::ending(&columns.file),
    );
    let numbered = (2..).map(|n: u32| format!("{stem}-{n}.{ending}"));
    let name = [columns.file.clone()]
        .into_iter()
        .chain(numbered)
        .find(|name| !same(name));
    columns.file = name.unwrap_or_default();
    tables.push(columns);
}

/// What separates cells: whichever of comma, semicolon and tab is most frequent in the first line.
fn delimiter(mut reader: impl Read) -> std::io::Result<u8> {
    let mut head = Vec::new();
    reader.by_ref().take(1 << 12).read_to_end(&mut head)?;
    let line = head.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let count = |d: u8| line.split(|b| *b == d).count();
    Ok(*[b',', b';', b'\t']
        .iter()
        .rev()
        .max_by_key(|d| count(**d))
        .unwrap_or(&b','))
}

impl Columns {
    /// The name of the file to be written.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// By the names in the first line; without names the first two columns, and that line is no header.
    fn of(file: &str, delimiter: u8, cells: &[String]) -> Self {
        let place = |names: &[&str]| {
            names
                .iter()
                .find_map(|n| cells.iter().position(|c| c.eq_ignore_ascii_case(n)))
        };
        let (picture, class) = (place(FILE), place(CLASS));
        let headed = picture.is_some() || class.is_some();
        let picture_at = picture.unwrap_or(usize::from(class == Some(0)));
        Self {
            source: file.to_owned(),
            file: names::base(file).to_owned(),
            delimiter,
            header: headed.then(|| cells.to_vec()),
            picture: picture_at,
            class: class.unwrap_or(usize::from(picture_at == 0)),
        }
    }
}

/// The table of pictures.
pub(super) fn write(columns: &Columns, kept: &[&Kept]) -> String {
    let mut writer = WriterBuilder::new()
        .delimiter(columns.delimiter)
        .flexible(true)
        .from_writer(Vec::new());
    // Writing to memory does not fail.
    if let Some(header) = &columns.header {
        let _ = writer.write_record(header);
    }
    for kept in kept.iter().filter(|k| k.record.source == columns.source) {
        let cells = kept.record.extra.get("cells").and_then(Json::as_array);
        let cells = cells.into_iter().flatten().enumerate().map(|(i, cell)| {
            if i == columns.picture {
                kept.record.file.as_str()
            } else {
                cell.as_str().unwrap_or("")
            }
        });
        let _ = writer.write_record(cells);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
