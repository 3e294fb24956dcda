//! Pretext tasks: what a network is asked for is what was done to the picture.

use augplay::image::{Raster, Size};
use augplay::{Policy, Sample};

fn policy(op: &str) -> Policy {
    Policy::parse(&format!("augplay: 1\nseed: 4\nsteps:\n  - {{op: {op}}}\n")).unwrap()
}

/// A picture in which every pixel has a level of its own.
fn picture(size: Size) -> Sample {
    let at = |x: u32, y: u32| (y * size.width + x) as u8;
    Sample::new(Raster::from_fn(size, 1, |x, y, _| at(x, y)))
}

/// Draws and runs; the one label's class, and the picture.
fn one(policy: &Policy, sample: &Sample, task: &str, view: u32) -> (usize, Sample) {
    let (out, draw) = policy.apply(sample, "key", view).unwrap();
    let labels: Vec<_> = draw.pretext().collect();
    assert_eq!(labels.len(), 1);
    assert_eq!(labels[0].0, task);
    let told = &draw.to_json()["drawn"]["pretext"][0];
    assert_eq!(told["task"], task);
    assert_eq!(told["class"], labels[0].1);
    (labels[0].1 as usize, out)
}

/// Chi-square of counts that should all be alike.
fn chi(counts: &[u32]) -> f64 {
    let n: u32 = counts.iter().sum();
    let each = f64::from(n) / counts.len() as f64;
    let off = |c: &u32| {
        let d = f64::from(*c) - each;
        d * d / each
    };
    counts.iter().map(off).sum()
}

#[test]
fn rotation_classes_are_clockwise_quarters() {
    let size = Size::new(3, 2);
    let sample = picture(size);
    let mut counts = [0; 4];
    let policy = policy("pretext_rotation");
    for view in 0..4000 {
        let (class, out) = one(&policy, &sample, "rotation", view);
        counts[class] += 1;
        // 0 1 2 / 3 4 5, turned as OpenCV's rotate codes say.
        let want: (u32, &[u8]) = match class {
            0 => (3, &[0, 1, 2, 3, 4, 5]),
            1 => (2, &[3, 0, 4, 1, 5, 2]),
            2 => (3, &[5, 4, 3, 2, 1, 0]),
            _ => (2, &[2, 5, 1, 4, 0, 3]),
        };
        assert_eq!((out.image.size().width, out.image.data()), want);
    }
    // 3 degrees of freedom, 0.1 %.
    assert!(chi(&counts) < 16.27, "{counts:?}");
}

#[test]
fn jigsaw_classes_are_the_orders_of_the_list() {
    // As `permutations_35.npy` begins and ends: place t shows tile list[t].
    let (first, last) = ([2, 4, 6, 0, 5, 8, 7, 1, 3], [7, 8, 6, 5, 3, 4, 1, 2, 0]);
    let policy = policy("pretext_jigsaw");
    for size in [Size::new(9, 6), Size::new(11, 7)] {
        let sample = picture(size);
        let mut counts = [0; 35];
        for view in 0..7000 {
            let (class, out) = one(&policy, &sample, "jigsaw", view);
            counts[class] += 1;
            assert_eq!(out.image.size(), Size::new(9, 6));
            // Each tile's first pixel tells which tile it was.
            let tile = |t: u32| {
                let level = u32::from(out.image.pixel(3 * (t % 3), 2 * (t / 3))[0]);
                let (x, y) = (level % size.width, level / size.width);
                assert_eq!((x % 3, y % 2), (0, 0));
                (x / 3 + 3 * (y / 2)) as usize
            };
            let order: Vec<usize> = (0..9).map(tile).collect();
            match class {
                0 => assert_eq!(order, first),
                1 => assert_eq!(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
                34 => assert_eq!(order, last),
                _ => {}
            }
        }
        // 34 degrees of freedom, 0.1 %.
        assert!(chi(&counts) < 65.25, "{counts:?}");
    }
}

#[test]
fn a_picture_of_two_pixels_is_no_jigsaw() {
    let e = policy("pretext_jigsaw").apply(&picture(Size::new(2, 9)), "key", 0);
    let e = e.unwrap_err();
    assert!(e.message.contains("three tiles across"), "{e}");
}
