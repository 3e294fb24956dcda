//! Mosaic and `CopyPaste`: boxes, masks and pixels tell one story.

use super::tests::{one, only, sample};
use crate::image::{Raster, Size};
use crate::sample::{BBox, Sample};

/// A mosaic's box and the mask of the same object agree within a pixel, and its four pictures are where
/// the labels say.
#[test]
fn boxes_of_a_mosaic_are_those_of_its_masks() {
    let sizes = [(50, 40), (31, 64), (64, 64), (90, 33)];
    let samples: Vec<Sample> = sizes
        .iter()
        .zip(0..)
        .map(|((w, h), i)| sample(Size::new(*w, *h), 3, i))
        .collect();
    let mut whole = 0;
    for view in 0..60 {
        for layout in ["yolo", "yolo, window: true", "grid"] {
            let mix = format!("mix: mosaic, size_px: 96, layout: {layout}");
            let (outcome, mixed) = one(&only(1, &mix), &samples, 0, view).unwrap();
            let side = if layout == "yolo" { 192 } else { 96 };
            assert_eq!(mixed.sample.image.size(), Size::new(side, side));
            assert_eq!(outcome.partners.len(), 3);
            let mask = &mixed.sample.masks[0];
            for b in &mixed.sample.boxes {
                let id: u16 = b.label.parse().unwrap();
                let mut seen = [f64::MAX, f64::MAX, 0.0, 0.0];
                for y in 0..side {
                    for x in (0..side).filter(|x| mask.pixel(*x, y) == [id]) {
                        let (x, y) = (f64::from(x), f64::from(y));
                        seen = [
                            seen[0].min(x),
                            seen[1].min(y),
                            f64::max(seen[2], x + 1.0),
                            f64::max(seen[3], y + 1.0),
                        ];
                    }
                }
                if seen[2] > 0.0 {
                    let off = b
                        .xyxy
                        .iter()
                        .zip(seen)
                        .map(|(a, b)| (a - b).abs())
                        .fold(0.0, f64::max);
                    assert!(off <= 1.0, "{layout}: {b:?} but {seen:?}");
                    whole += usize::from(b.visible > 0.999);
                }
            }
        }
    }
    assert!(whole > 100, "{whole}");
}

#[test]
fn objects_are_pasted_with_their_boxes() {
    let size = Size::new(40, 30);
    let mut target = Sample::new(Raster::filled(size, 1, 10));
    target.boxes = vec![
        BBox::new([2.0, 2.0, 6.0, 6.0], "hidden"),
        BBox::new([20.0, 10.0, 40.0, 30.0], "stays"),
    ];
    let mut partner = Sample::new(Raster::filled(size, 1, 200));
    partner.masks = vec![Raster::from_fn(size, 1, |x, y, _| {
        u16::from(x < 8 && y < 8) + 2 * u16::from((15..22).contains(&x) && (12..20).contains(&y))
    })];
    partner.boxes = vec![
        BBox::new([0.0, 0.0, 8.0, 8.0], "one"),
        BBox::new([15.0, 12.0, 22.0, 20.0], "two"),
    ];
    let mut seen = [0; 2];
    for view in 0..100 {
        let samples = [target.clone(), partner.clone()];
        let (outcome, mixed) = one(&only(1, "mix: copy_paste"), &samples, 0, view).unwrap();
        let labels: Vec<&str> = mixed
            .sample
            .boxes
            .iter()
            .map(|b| b.label.as_str())
            .collect();
        let pasted = |name: &str| labels.contains(&name);
        assert!(pasted("one") || pasted("two"), "at least one object");
        // An object in front hides what is behind it, wholly or in part.
        assert_eq!(pasted("hidden"), !pasted("one"));
        assert!(pasted("stays"));
        assert_eq!(mixed.sample.image.pixel(3, 3) == [200], pasted("one"));
        assert_eq!(mixed.sample.image.pixel(16, 13) == [200], pasted("two"));
        assert_eq!(mixed.sample.masks[0].pixel(16, 13) == [2], pasted("two"));
        assert_eq!(mixed.sample.image.pixel(39, 29), [10]);
        assert!(outcome.shares.is_empty());
        seen[0] += usize::from(pasted("one") && pasted("two"));
        seen[1] += usize::from(pasted("one"));
    }
    // Both with 1/4; one alone as often as the other.
    assert!(
        (10..42).contains(&seen[0]) && (40..85).contains(&seen[1]),
        "{seen:?}"
    );
}

/// Two objects in a mask of objects: 1 at the left, 2 over its right part, each with its box.
fn two(size: Size, level: u8) -> Sample {
    let mut s = Sample::new(Raster::filled(size, 1, level));
    s.masks = vec![Raster::from_fn(size, 1, |x, y, _| match (x, y) {
        (10..20, 5..15) => 2,
        (0..14, 0..20) => 1,
        _ => 0,
    })];
    s.instances = 1;
    s.boxes = vec![
        BBox::new([0.0, 0.0, 14.0, 20.0], "one"),
        BBox::new([10.0, 5.0, 20.0, 15.0], "two"),
    ];
    s
}

#[test]
fn pasted_boxes_stay_and_hidden_objects_go() {
    let size = Size::new(40, 30);
    let mut target = two(size, 10);
    // Its box is that of its pixels and a margin: no pasted object covers the margin.
    target.boxes[1].xyxy = [9.0, 4.0, 21.0, 16.0];
    let partner = two(size, 200);
    let text = "mix: copy_paste, object_p: 0";
    let mut seen = [0; 2];
    for view in 0..60 {
        let samples = [target.clone(), partner.clone()];
        let (_, mixed) = one(&only(1, text), &samples, 0, view).unwrap();
        let out = &mixed.sample;
        let of = |member: usize, label: &str| -> Option<&BBox> {
            let mut all = out.boxes.iter();
            all.find(|b| mixed.boxes[b.index].member == member && b.label == label)
        };
        let ids = |x, y| out.masks[0].pixel(x, y)[0];
        assert_eq!(out.instances, 1);
        if let Some(pasted) = of(1, "two") {
            // It is not all of its rectangle that shows, but all of the object.
            assert_eq!(
                (pasted.xyxy, pasted.visible),
                ([10.0, 5.0, 20.0, 15.0], 1.0)
            );
            assert!(
                of(0, "two").is_none(),
                "wholly hidden, though its box is larger"
            );
            let one = of(0, "one").unwrap();
            assert_eq!(one.xyxy, [0.0, 0.0, 14.0, 20.0]);
            assert_eq!(one.visible, 1.0);
            assert_eq!([ids(12, 6), ids(1, 1), ids(30, 25)], [4, 1, 0]);
            seen[1] += 1;
        } else {
            let pasted = of(1, "one").unwrap();
            assert_eq!((pasted.xyxy, pasted.visible), ([0.0, 0.0, 14.0, 20.0], 1.0));
            assert!(of(0, "one").is_none());
            // The pasted object's pixels end at 10 there, where its other object begins.
            let two = of(0, "two").unwrap();
            assert_eq!((two.xyxy, two.visible), ([9.0, 4.0, 21.0, 16.0], 1.0));
            assert_eq!([ids(12, 6), ids(1, 1)], [2, 3]);
            seen[0] += 1;
        }
    }
    assert!(seen[0] > 15 && seen[1] > 15, "{seen:?}");
}

#[test]
fn what_is_not_pasted_leaves_no_ids() {
    let size = Size::new(20, 20);
    let mut partner = Sample::new(Raster::filled(size, 1, 200));
    let mask =
        |id: u16, from: u32| Raster::from_fn(size, 1, move |x, _, _| id * u16::from(x >= from));
    partner.masks = vec![mask(1, 0), mask(1, 10), mask(9, 0)];
    partner.masks.rotate_right(1);
    partner.instances = 2;
    let target = Sample::new(Raster::filled(size, 1, 10));
    for view in 0..40 {
        let samples = [target.clone(), partner.clone()];
        let text = "mix: copy_paste, object_p: 0";
        let (_, mixed) = one(&only(1, text), &samples, 0, view).unwrap();
        let ids = |plane: usize| mixed.sample.masks[plane].pixel(15, 3)[0];
        // Of two layers that overlap, the one not taken stays away; the class goes along.
        assert_eq!(ids(1) + ids(2), 1);
        assert_eq!(ids(0), 9);
        let left = mixed.sample.image.pixel(2, 3) == [200];
        assert_eq!(left, ids(1) == 1);
    }
}

#[test]
fn ids_of_objects_do_not_coincide() {
    let size = Size::new(24, 24);
    let samples = [0, 1, 2, 3].map(|i| Sample {
        instances: 1,
        masks: vec![Raster::filled(size, 1, 5)],
        ..sample(size, 1, i)
    });
    let mosaic = "mix: mosaic, size_px: 24, layout: grid, center_frac: 0.5";
    let (_, mixed) = one(&only(1, mosaic), &samples, 0, 0).unwrap();
    let mut ids = mixed.sample.masks[0].data().to_vec();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids, [5, 10, 15, 20]);
    let (_, mixed) = one(&only(1, "mix: cutmix, alpha: 50"), &samples, 0, 0).unwrap();
    let mut ids = mixed.sample.masks[0].data().to_vec();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids, [5, 10]);
}

#[test]
fn a_thin_picture_fits_a_cell() {
    let thin = sample(Size::new(1, 9000), 3, 1);
    let samples = [thin.clone(), thin];
    let grid = "mix: mosaic, size_px: 1024, layout: grid";
    let (_, mixed) = one(&only(1, grid), &samples, 0, 0).unwrap();
    assert_eq!(mixed.sample.image.size(), Size::new(1024, 1024));
}
