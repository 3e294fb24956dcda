//! What blurs and their kin read beyond the table.

use serde_json::json;

use super::{Data, INTERPOLATIONS, Lone, Node, Reader, Step, law};
use crate::param::tidy;

impl Reader<'_> {
    pub(super) fn gaussian_blur(&mut self, out: &mut Step) {
        let limit = self.value("blur_limit");
        match self.ends("blur_limit", &limit, Lone::FromZero) {
            Some((a, b)) if a == b => drop(out.insert("kernel_px".into(), tidy(a))),
            _ => self.note(
                "blur_limit",
                "is a range; the kernel is taken from sigma instead",
            ),
        }
    }

    pub(super) fn motion_blur(&self, out: &mut Step) {
        let still = matches!(self.value("allow_shifted").data, Data::Bool(false));
        for name in ["shift_x", "shift_y"] {
            let shift = if still { json!(0) } else { json!([-1, 1]) };
            out.insert(name.into(), shift);
        }
    }

    pub(super) fn advanced_blur(&mut self, out: &mut Step) {
        let limit = self.value("beta_limit");
        if let Some((a, b)) = self.ends("beta_limit", &limit, Lone::FromZero) {
            if !(a < 1.0 && 1.0 < b) && (a, b) != (1.0, 1.0) {
                self.note("beta_limit", "does not reach around 1");
            }
            out.insert("beta".into(), law(a, b));
        }
    }

    pub(super) fn downscale(&mut self, out: &mut Step) {
        let pair = self.value("interpolation_pair");
        for way in ["down", "up"] {
            let key = format!("{way}scale");
            let code = pair.get(&key).cloned();
            let code = code.unwrap_or_else(|| Node::new(Data::Null));
            let param = format!("{way}_interpolation");
            self.coded("interpolation_pair", &code, INTERPOLATIONS, &param, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::export::export;
    use crate::import::{Imported, import};
    use crate::policy::Policy;

    fn read(steps: &str) -> Imported {
        import(
            &format!("{{\"__class_fullname__\": \"Compose\", \"transforms\": [{steps}]}}"),
            "",
        )
        .unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "augplay: 1\ntarget: albumentations 2.0.8\nsteps:
- {op: box_blur, kernel_px: [3, 9]}
- {op: median_blur, kernel_px: 5}
- {op: motion_blur, shift_x: 0, shift_y: 0, angle_deg: [10, 20], direction: 0.5}
- {op: motion_blur, kernel_px: [13, 15]}
- {op: defocus, radius_px: [2, 4], alias_blur_px: 0.2}
- {op: zoom_blur, max_factor: 1.2}
- {op: glass_blur, sigma_px: 1.5, mode: exact}
- {op: advanced_blur, beta: [0.7, 3], noise_min: 0.8, noise_max: 1}
- {op: ringing_overshoot, kernel_px: 9}
- {op: sharpen, method: gaussian, kernel_px: 7, sigma_px: 0.8}
- {op: unsharp_mask, sigma_px: [0, 2], threshold_level: 3}
- {op: emboss, strength: 0.4}
- {op: image_compression, quality: [20, 80]}
- {op: downscale, scale: [0.2, 0.5], up_interpolation: bilinear}
- {op: morphology, operation: erosion, width_px: 3, height_px: 4}
";
        let policy = Policy::parse(text).unwrap();
        let out = export(&policy, "albumentations-json").unwrap();
        let words: Vec<_> = out.verdicts.iter().map(|v| v.verdict.word()).collect();
        let exact = words.iter().filter(|w| **w == "exact").count();
        let within = words.iter().filter(|w| **w == "within").count();
        // Fourier transforms: one motion blur and the defocus.
        assert_eq!((exact, within), (12, 2), "{words:?}");
        assert!(out.verdicts[14].verdict.why().contains("boxes differ"));
        let back = import(&out.text, "").unwrap();
        assert!(back.notes.is_empty(), "{:?}", back.notes);
        let essence = |policy: &Policy| {
            let text = policy.to_yaml();
            let steps: Vec<_> = text
                .lines()
                .skip_while(|l| !l.starts_with("steps"))
                .collect();
            steps.join("\n")
        };
        assert_eq!(essence(&back.policy), essence(&policy));
    }

    #[test]
    fn lone_and_foreign_values_are_read_as_the_library_reads_them() {
        let got = read(
            "{\"__class_fullname__\": \"Blur\", \"p\": 1, \"blur_limit\": 8},
             {\"__class_fullname__\": \"ImageCompression\", \"p\": 1, \"compression_type\": \"webp\"}",
        );
        assert!(got.policy.to_yaml().contains("kernel_px: [3, 9]"));
        assert_eq!(got.policy.steps.len(), 1);
        assert!(got.notes[0].contains("compression_type"), "{:?}", got.notes);
    }
}
