//! What a file for pictures with boxes, masks or keypoints holds beside its policy.

use super::python::{Py, call, number};
use crate::export::rules::{self, Boxes};
use crate::export::{Report, Verdict};
use crate::policy::Policy;

/// Ops whose classes refuse pictures without boxes or keypoints, or have nothing else to do.
const FOR_ANNOTATIONS: &[&str] = &[
    "random_iou_crop",
    "sanitize_bounding_boxes",
    "sanitize_keypoints",
    "clamp_bounding_boxes",
];

/// Whether the file is for pictures with annotations.
pub(super) fn wanted(policy: &Policy) -> bool {
    let stated = policy.boxes.is_some() || policy.keypoints.is_some();
    stated || rules::uses(policy, FOR_ANNOTATIONS)
}

/// What runs after the policy so that its rules hold, as far as torchvision can say them.
pub(super) fn rules(policy: &Policy, report: &mut Report) -> Vec<Py> {
    let mut out = Vec::new();
    if policy.boxes.is_some() {
        let rules = Boxes::of(policy);
        let size = rules.min_width.min(rules.min_height).max(1.0);
        let area = rules.min_area.max(1.0);
        let least = vec![("min_size", number(size)), ("min_area", number(area))];
        out.push(call("v2.SanitizeBoundingBoxes", least));
        let verdict = said(&rules).and(rules::when(policy, false));
        report.rule("boxes", verdict);
    }
    if policy.keypoints.is_some() {
        if rules::remove_outside(policy) {
            out.push(call("v2.SanitizeKeyPoints", Vec::new()));
        }
        report.rule("keypoints", rules::unswapped(policy, "torchvision"));
    }
    out
}

/// How much of the rules for boxes `SanitizeBoundingBoxes` says.
fn said(rules: &Boxes) -> Verdict {
    let mut lost = Vec::new();
    if rules.min_visibility > 0.0 {
        lost.push("no least visible share");
    }
    if rules.max_aspect.is_some() {
        lost.push("no greatest ratio of sides");
    }
    if rules.min_width != rules.min_height {
        lost.push("one least side for both, the smaller here");
    }
    if rules.min_area < 1.0 || rules.min_width.min(rules.min_height) < 1.0 {
        lost.push("no least side or area below 1 px");
    }
    if lost.is_empty() {
        return Verdict::Exact;
    }
    Verdict::approximate(format!("torchvision knows {}", lost.join(", ")))
}

/// How boxes are given: the library's name, and whether they are shares of the sides.
fn form(policy: &Policy) -> (&'static str, bool) {
    match Boxes::of(policy).format {
        "coco" => ("XYWH", false),
        "yolo" => ("CXCYWH", true),
        "albumentations" => ("XYXY", true),
        _ => ("XYXY", false),
    }
}

/// The functions that give a picture its target.
pub(super) fn functions(policy: &Policy) -> String {
    let (name, shares) = form(policy);
    let (unit, scaled) = if shares {
        let factors = "torch.tensor([width, height, width, height])";
        let scaled = format!("        boxes = boxes * {factors}\n");
        ("shares of the sides", scaled)
    } else {
        ("px", String::new())
    };
    let sides = if shares { "height, width = " } else { "" };
    format!(
        r#"def target_of(picture, boxes=None, labels=None, masks=None, keypoints=None):
    """What goes through `transform` with a picture.

    boxes: {name} in {unit}, N x 4, with N labels (whole numbers);
    masks: N x height x width, one for each box; keypoints: x, y in px, M x 2.
    Boxes come back as {name} in px.
    """
    {sides}size = F.get_size(picture)
    target = {{}}
    if boxes is not None:
        boxes = torch.as_tensor(boxes, dtype=torch.float32).reshape(-1, 4)
{scaled}        target["boxes"] = tv_tensors.BoundingBoxes(boxes, format="{name}", canvas_size=tuple(size))
        target["labels"] = torch.as_tensor(labels, dtype=torch.int64)
    if masks is not None:
        target["masks"] = tv_tensors.Mask(torch.as_tensor(masks))
    if keypoints is not None:
        keypoints = torch.as_tensor(keypoints, dtype=torch.float32).reshape(-1, 2)
        target["keypoints"] = tv_tensors.KeyPoints(keypoints, canvas_size=tuple(size))
    return target


class Annotated(torch.utils.data.Dataset):
    """Pictures and their targets. `samples` lists (path, annotations), the latter for `target_of`."""

    def __init__(self, samples):
        self.samples = samples

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        path, annotations = self.samples[index]
        picture = load(path)
        return transform(picture, target_of(picture, **annotations))


def example(picture):
    """A box and a point in the middle."""
    height, width = F.get_size(picture)
    middle = [[width / 4, height / 4, width * 3 / 4, height * 3 / 4]]
    boxes = tv_tensors.BoundingBoxes(middle, format="XYXY", canvas_size=(height, width))
    points = tv_tensors.KeyPoints([[width / 2, height / 2]], canvas_size=(height, width))
    return {{"boxes": boxes, "labels": torch.tensor([0]), "keypoints": points}}


"#
    )
}
