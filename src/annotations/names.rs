//! Which annotation belongs to which image, by their names.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Ambiguous;

/// Folders whose names say that pictures are in them, and so do not tell one picture from another.
const PICTURES: &[&str] = &[
    "images",
    "image",
    "imgs",
    "img",
    "jpegimages",
    "pictures",
    "photos",
];
/// Folders whose names say that annotations are in them.
const LABELS: &[&str] = &[
    "labels",
    "label",
    "annotations",
    "annotation",
    "masks",
    "mask",
    "segmentationclass",
    "segmentationobject",
    "segmentations",
    "ground_truth",
    "groundtruth",
    "gt",
    "xml",
    "xmls",
    "json",
    "txt",
];

/// A path in parts, without what is the same for all: `./a\b.jpg` is `a`, `b.jpg`.
pub(super) fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split(['/', '\\'])
        .filter(|p| !p.is_empty() && *p != ".")
}

/// The last part of a path.
pub(super) fn base(path: &str) -> &str {
    parts(path).next_back().unwrap_or("")
}

/// A name without its ending.
pub(super) fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// The ending in small letters.
pub(super) fn ending(name: &str) -> String {
    base(name)
        .rsplit_once('.')
        .map_or(String::new(), |(_, e)| e.to_ascii_lowercase())
}

/// Whether a folder's name says only what kind of file is in it.
pub(super) fn is_kind(folder: &str) -> bool {
    PICTURES.contains(&folder.to_ascii_lowercase().as_str()) || is_labels(folder)
}

/// Whether a folder's name says that annotations are in it.
pub(super) fn is_labels(folder: &str) -> bool {
    LABELS.contains(&folder.to_ascii_lowercase().as_str())
}

/// The last folder of a path whose name says only what kind of file is in it.
pub(super) fn kind_of(path: &str) -> Option<&str> {
    parts(path).rev().skip(1).find(|folder| is_kind(folder))
}

/// Images asked about, found by the last part of their names.
pub(super) struct Images<'a> {
    names: Vec<&'a str>,
    by_base: BTreeMap<&'a str, Vec<usize>>,
    by_stem: BTreeMap<&'a str, Vec<usize>>,
    choose: &'a BTreeMap<usize, String>,
}

/// How a name in an annotation file names a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// By the picture's file name.
    Name,
    /// By the picture's file name without its ending (`labels/cat.txt` for `images/cat.jpg`).
    Stem,
}

impl<'a> Images<'a> {
    pub(super) fn new(names: Vec<&'a str>, choose: &'a BTreeMap<usize, String>) -> Self {
        let (mut by_base, mut by_stem) =
            (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (i, &name) in names.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
            by_base.entry(base(name)).or_default().push(i);
            by_stem.entry(stem(base(name))).or_default().push(i);
        }
        Self {
            names,
            by_base,
            by_stem,
            choose,
        }
    }

    /// Images that a name may mean.
    pub(super) fn candidates(&self, name: &str, by: By) -> &[usize] {
        let found = match by {
            By::Name => self.by_base.get(base(name)),
            By::Stem => self.by_stem.get(stem(base(name))),
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// Gives each image at most one of `given` (their places come back), and tells which fit several things.
    ///
    /// A name fits an image better the more folders at its end are the same. What fits best is taken, unless two fit
    /// equally well.
    pub(super) fn assign(
        &self,
        given: &[String],
        by: By,
        ambiguous: &mut Vec<Ambiguous>,
    ) -> BTreeMap<usize, usize> {
        let mut offers: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (place, name) in given.iter().enumerate() {
            for &image in self.candidates(name, by) {
                let fit = self.names.get(image).map_or(0, |n| common(n, name, by));
                offers.entry(image).or_default().push((fit, place));
            }
        }
        let mut wanted: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (image, offers) in offers {
            let chosen = self.choose.get(&image);
            let chosen = chosen.and_then(|c| {
                offers
                    .iter()
                    .find(|(_, place)| given.get(*place) == Some(c))
            });
            if let Some(&(_, place)) = chosen {
                wanted.entry(place).or_default().push((usize::MAX, image));
                continue;
            }
            let best = offers.iter().map(|(fit, _)| *fit).max().unwrap_or(0);
            let best: Vec<_> = offers.iter().filter(|(fit, _)| *fit == best).collect();
            if let [(fit, place)] = best[..] {
                wanted.entry(*place).or_default().push((*fit, image));
            } else {
                let names = best.iter().filter_map(|(_, place)| given.get(*place));
                self.tell(image, names, ambiguous);
            }
        }
        let mut assigned = BTreeMap::new();
        for (place, wanting) in wanted {
            let best = wanting.iter().map(|(fit, _)| *fit).max().unwrap_or(0);
            let best: Vec<_> = wanting.iter().filter(|(fit, _)| *fit == best).collect();
            if let [(_, image)] = best[..] {
                assigned.insert(*image, place);
            } else {
                for (_, image) in best {
                    self.tell(*image, given.get(place).into_iter(), ambiguous);
                }
            }
        }
        assigned
    }

    fn tell<'n>(
        &self,
        image: usize,
        candidates: impl Iterator<Item = &'n String>,
        ambiguous: &mut Vec<Ambiguous>,
    ) {
        let candidates: BTreeSet<_> = candidates.cloned().collect();
        ambiguous.push(Ambiguous {
            image,
            name: self
                .names
                .get(image)
                .map_or(String::new(), |n| (*n).to_owned()),
            candidates: candidates.into_iter().collect(),
        });
    }
}

/// How many parts at the end of two paths are the same; all the same counts once more.
fn common(a: &str, b: &str, by: By) -> usize {
    let (mut a, mut b) = (parts(a).rev(), parts(b).rev());
    let mut same = 0;
    loop {
        match (a.next(), b.next()) {
            (Some(_), Some(_)) if same == 0 => same = 1,
            (Some(x), Some(y)) if x == y || (by == By::Stem && is_kind(x) && is_kind(y)) => {
                same += 1;
            }
            (None, None) => return same + 1,
            _ => return same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assign(
        images: &[&str],
        given: &[&str],
        by: By,
        choose: &[(usize, &str)],
    ) -> (Vec<(usize, usize)>, usize) {
        let choose = choose.iter().map(|(i, c)| (*i, (*c).to_owned())).collect();
        let images = Images::new(images.to_vec(), &choose);
        let given: Vec<_> = given.iter().map(|s| (*s).to_owned()).collect();
        let mut ambiguous = Vec::new();
        let assigned = images.assign(&given, by, &mut ambiguous);
        (assigned.into_iter().collect(), ambiguous.len())
    }

    #[test]
    fn whole_paths_come_before_names() {
        let given = ["train/a.jpg", "val/a.jpg", "b.jpg"];
        assert_eq!(
            assign(&["val/a.jpg", "x/b.jpg"], &given, By::Name, &[]),
            (vec![(0, 1), (1, 2)], 0)
        );
        assert_eq!(
            assign(&["set/val/a.jpg"], &given, By::Name, &[]),
            (vec![(0, 1)], 0)
        );
        assert_eq!(
            assign(&["val\\a.jpg"], &given, By::Name, &[]),
            (vec![(0, 1)], 0)
        );
    }

    #[test]
    fn nothing_is_guessed() {
        let given = ["train/a.jpg", "val/a.jpg"];
        assert_eq!(assign(&["a.jpg"], &given, By::Name, &[]), (vec![], 1));
        assert_eq!(
            assign(&["a.jpg"], &given, By::Name, &[(0, "val/a.jpg")]),
            (vec![(0, 1)], 0)
        );
        assert_eq!(
            assign(&["x/a.jpg", "y/a.jpg"], &["a.jpg"], By::Name, &[]),
            (vec![], 2)
        );
        assert_eq!(
            assign(&["a.jpg", "b/a.jpg"], &["a.jpg"], By::Name, &[]),
            (vec![(0, 0)], 0)
        );
    }

    #[test]
    fn label_files_are_told_by_stems() {
        let given = [
            "labels/train/a.txt",
            "labels/val/a.txt",
            "labels/train/b.v2.txt",
        ];
        let images = [
            "images/val/a.jpg",
            "images/train/a.png",
            "images/train/b.v2.jpg",
        ];
        assert_eq!(
            assign(&images, &given, By::Stem, &[]),
            (vec![(0, 1), (1, 0), (2, 2)], 0)
        );
    }
}
