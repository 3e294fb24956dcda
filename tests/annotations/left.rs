//! What is left of a record after its sample was moved.

use augplay::annotations::{After, Kept, Segment, bind, follow};
use augplay::sample::BBox;
use augplay::{Mask, Raster, Size};

use super::support::{File, find, text};

const SIZE: Size = Size::new(20, 10);

fn file() -> File {
    let file = r#"{"images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "cat", "keypoints": ["l_ear", "r_ear"]}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "keypoints": [1, 1, 2, 4, 1, 1],
             "segmentation": {"size": [10, 20], "counts": [11, 4, 6, 4, 175]}},
            {"id": 2, "image_id": 1, "category_id": 1, "segmentation": [[10, 2, 14, 2, 14, 6, 10, 6]]}]}"#;
    text("coco.json", file)
}

/// Binds the record, lets `change` do what a policy would, and follows.
fn after(
    change: impl Fn(&mut Vec<BBox>, &mut Vec<augplay::sample::Keypoint>, &mut Vec<Mask>),
) -> Kept {
    let found = find(&[file()], &[("a.jpg", SIZE.width, SIZE.height)]);
    let record = found.records[0].as_ref().unwrap();
    let bundle = bind(record, &found.skeletons, Vec::new()).unwrap();
    assert_eq!((bundle.boxes.len(), bundle.masks.len()), (2, 1));
    assert_eq!(bundle.keypoints[0].mirror.as_deref(), Some("r_ear"));
    assert_eq!(bundle.keypoints[0].object, Some(0));
    let (mut boxes, mut points, mut masks) = (bundle.boxes, bundle.keypoints, bundle.masks);
    change(&mut boxes, &mut points, &mut masks);
    let after = After {
        name: "b.png",
        size: SIZE,
        boxes: &boxes,
        keypoints: &points,
        masks: &masks,
    };
    follow(record, &bundle.bound, &after)
}

#[test]
fn an_object_goes_with_its_box() {
    let kept = after(|boxes, _, _| {
        boxes.remove(0);
    });
    assert_eq!(kept.counts(), [0, 1, 0]);
    assert_eq!(kept.record.objects[0].place, "annotation 2");
    // The file gave it no box.
    assert_eq!(kept.record.objects[0].bbox, None);
    assert_eq!(after(|boxes, _, _| boxes.clear()).record.objects, []);
}

#[test]
fn pixels_that_are_gone_are_no_segment() {
    let kept = after(|_, _, masks| masks[0] = Raster::filled(SIZE, 1, 0));
    assert_eq!(kept.counts(), [1, 0, 2]);
    assert_eq!(kept.record.objects.len(), 1);
    // A mask of another size is none of this picture.
    let kept = after(|_, _, masks| masks[0] = Raster::filled(Size::new(3, 3), 1, 1));
    assert_eq!(kept.counts(), [1, 0, 2]);
}

#[test]
fn keypoints_stand_where_their_names_say() {
    let kept = after(|_, points, _| {
        points[0].label = "r_ear".into();
        points[1].label = "l_ear".into();
    });
    let joints = &kept.record.objects[0].keypoints;
    assert_eq!((joints[0].xy, joints[0].state), ([4.0, 1.0], 1));
    assert_eq!((joints[1].xy, joints[1].state), ([1.0, 1.0], 2));
    let kept = after(|_, points, _| {
        points.remove(0);
    });
    let joints = &kept.record.objects[0].keypoints;
    assert_eq!((joints[0].xy, joints[0].state), ([0.0, 0.0], 0));
    assert_eq!(joints.len(), 2);
}

#[test]
fn a_reflection_has_the_pixels_in_its_box() {
    let kept = after(|boxes, _, masks| {
        let mut copy = BBox::new([15.0, 1.0, 19.0, 5.0], "cat");
        copy.copy = true;
        boxes.insert(0, copy);
        let data = masks[0].data().to_vec();
        masks[0] = Raster::from_fn(SIZE, 1, |x, y, _| {
            let x = if x >= 15 { 19 - x + 1 } else { x };
            data[(y * SIZE.width + x.min(SIZE.width - 1)) as usize]
        });
    });
    let objects = &kept.record.objects;
    assert_eq!(objects.len(), 3);
    let bounds = |i: usize| {
        objects[i]
            .segment
            .as_ref()
            .unwrap()
            .runs(SIZE)
            .unwrap()
            .bounds()
            .unwrap()
    };
    assert_eq!(
        (objects[0].bbox, bounds(0)),
        (Some([1.0, 1.0, 5.0, 5.0]), [1, 1, 3, 5])
    );
    assert_eq!(
        (objects[1].bbox, bounds(1)),
        (Some([15.0, 1.0, 19.0, 5.0]), [18, 1, 19, 5])
    );
    assert!(matches!(objects[1].segment, Some(Segment::Runs { .. })));
    assert!(objects[1].keypoints.iter().all(|k| k.state == 0));
}
