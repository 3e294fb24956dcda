//! Files in memory, read and written.

use std::io::{self, Cursor, Read};

use augplay::annotations::{
    After, Asked, Bundle, Content, Found, Kept, Options, Record, Source, bind, follow, read, write,
};
use augplay::{Mask, Size};

/// A file in memory.
pub(crate) struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Source for File {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Cursor::new(&self.bytes)))
    }
}

/// A file with a text.
pub(crate) fn text(name: &str, text: &str) -> File {
    File {
        name: name.into(),
        bytes: text.into(),
    }
}

/// A file of this folder, under its own name.
pub(crate) fn fixture(name: &str) -> File {
    let path = std::path::Path::new("tests/annotations/files").join(name);
    File {
        name: name.into(),
        bytes: std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())),
    }
}

pub(crate) fn asked(images: &[(&str, u32, u32)]) -> Vec<Asked> {
    let image = |&(name, w, h): &(&str, u32, u32)| Asked {
        name: name.into(),
        size: Size::new(w, h),
    };
    images.iter().map(image).collect()
}

pub(crate) fn find(files: &[File], images: &[(&str, u32, u32)]) -> Found {
    let sources: Vec<&dyn Source> = files.iter().map(|f| f as &dyn Source).collect();
    read(&sources, &asked(images), &Options::default(), &mut |_| true).unwrap()
}

/// What was told, a line each.
pub(crate) fn told(found: &Found) -> Vec<String> {
    found
        .problems
        .listed()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Every record through a sample that nothing happens to; each picture is called `again/` and its name, as a PNG.
pub(crate) fn unchanged(found: &Found, masks: &dyn Fn(&str, Size) -> Mask) -> Vec<Kept> {
    let kept = |record: &Record| {
        let files = record.masks.iter().map(|m| masks(m, record.size)).collect();
        let Bundle {
            boxes,
            keypoints,
            masks,
            bound,
            problems,
        } = bind(record, &found.skeletons, files).unwrap();
        assert_eq!(problems, []);
        let stem = record.file.rsplit_once('.').unwrap().0;
        let after = After {
            name: &format!("again/{stem}.png"),
            size: record.size,
            boxes: &boxes,
            keypoints: &keypoints,
            masks: &masks,
        };
        follow(record, &bound, &after)
    };
    found.records.iter().flatten().map(kept).collect()
}

/// The files of what was kept; masks are left out.
pub(crate) fn files(found: &Found, kept: &[Kept]) -> Vec<File> {
    let file = |output: augplay::annotations::Output| match output.content {
        Content::Text(content) => Some(text(&output.name, &content)),
        Content::Mask(_) => None,
    };
    write(found, kept).into_iter().filter_map(file).collect()
}

/// Records agree in all that a file says of them; outlines in their pixels.
#[track_caller]
pub(crate) fn assert_same(a: &Record, b: &Record) {
    assert_eq!((a.format, a.size, &a.class), (b.format, b.size, &b.class));
    assert_eq!(a.objects.len(), b.objects.len());
    for (x, y) in a.objects.iter().zip(&b.objects) {
        assert_eq!((&x.class, &x.extra), (&y.class, &y.extra), "{}", x.place);
        assert_eq!(x.bbox.is_some(), y.bbox.is_some(), "{}", x.place);
        for (p, q) in x.bbox.iter().flatten().zip(y.bbox.iter().flatten()) {
            assert!(
                (p - q).abs() < 1e-5,
                "{}: {:?} {:?}",
                x.place,
                x.bbox,
                y.bbox
            );
        }
        let pixels =
            |s: &Option<augplay::annotations::Segment>| s.as_ref().map(|s| s.runs(a.size).unwrap());
        assert_eq!(pixels(&x.segment), pixels(&y.segment), "{}", x.place);
        assert_eq!(x.keypoints.len(), y.keypoints.len(), "{}", x.place);
        for (p, q) in x.keypoints.iter().zip(&y.keypoints) {
            assert_eq!((&p.name, p.state), (&q.name, q.state));
            assert!((p.xy[0] - q.xy[0]).abs() < 1e-5 && (p.xy[1] - q.xy[1]).abs() < 1e-5);
        }
    }
}
