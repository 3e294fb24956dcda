//! Outlines, pixels and run lengths, as pycocotools has them.

use augplay::Size;
use augplay::annotations::{Runs, Segment};
use serde_json::Value as Json;

#[test]
fn pixels_and_texts_are_pycocotools() {
    let text = std::fs::read_to_string("tests/annotations/goldens/masks.jsonl").unwrap();
    let mut seen = 0;
    for (i, line) in text.lines().enumerate() {
        let case: Json = serde_json::from_str(line).unwrap();
        let side = |key: &str| case[key].as_u64().unwrap() as u32;
        let size = Size::new(side("width"), side("height"));
        let counts: Vec<u32> = serde_json::from_value(case["counts"].clone()).unwrap();
        let want = Runs::new(size, counts).unwrap();
        let text = case["text"].as_str().unwrap();
        assert_eq!(want.to_text(), text, "case {i}");
        assert_eq!(Runs::from_text(size, text).unwrap(), want, "case {i}");
        assert_eq!(want.area(), case["area"].as_u64().unwrap(), "case {i}");
        if case["kind"] == "outlines" {
            let flat: Vec<Vec<f64>> = serde_json::from_value(case["polygons"].clone()).unwrap();
            let outlines = flat
                .iter()
                .map(|f| f.chunks(2).map(|p| [p[0], p[1]]).collect())
                .collect();
            assert_eq!(
                Segment::Polygons(outlines).runs(size).unwrap(),
                want,
                "case {i}"
            );
        }
        let again = Segment::Polygons(want.outlines());
        if want.area() > 0 {
            assert_eq!(again.runs(size).unwrap(), want, "case {i}");
        }
        seen += 1;
    }
    assert_eq!(seen, 220);
}

#[test]
fn broken_run_lengths_are_refused() {
    let size = Size::new(4, 3);
    for text in ["", "5", "0", "P", "~~~", "é", "ooooooooooooo1"] {
        assert!(Runs::from_text(size, text).is_err(), "{text}");
    }
    assert!(Runs::new(size, vec![5, 6]).is_err());
    assert!(Runs::new(size, vec![u32::MAX; 9]).is_err());
    assert!(Runs::new(Size::new(u32::MAX, u32::MAX), vec![0]).is_err());
    let far = Segment::Polygons(vec![vec![[1e300, 0.0], [-1e300, 1e9], [5.0, f64::MAX]]]);
    assert!(far.runs(size).is_err());
}
