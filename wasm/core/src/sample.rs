//! `Sample`: a decoded picture inside this instance's memory.

use std::rc::Rc;

use augplay::image::check_size;
use augplay::policy::text;
use augplay::sample::Annotations;
use augplay::{Code, Error, Image, Mask, Raster, Size};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Thrown, thrown};

/// A picture with its annotations.
#[wasm_bindgen]
pub struct Sample {
    /// Shared with the batches it is in.
    pub(crate) inner: Rc<augplay::Sample>,
}

#[wasm_bindgen]
impl Sample {
    /// Copies pixels in: `channels` is 1 or 3, `alpha` a plane of its own.
    #[wasm_bindgen(constructor)]
    pub fn new(
        width: u32,
        height: u32,
        channels: u32,
        data: &js_sys::Uint8Array,
        alpha: Option<js_sys::Uint8Array>,
    ) -> Thrown<Sample> {
        let size = Size::new(width, height);
        if !matches!(channels, 1 | 3) {
            let e = Error::new(Code::Range, "must be 1 or 3; alpha is a plane of its own")
                .at_param("channels")
                .with_value(channels);
            return Err(thrown(e));
        }
        let image: Image = plane(size, channels as usize, data).map_err(thrown)?;
        let mut inner = augplay::Sample::new(image);
        inner.alpha = alpha
            .map(|a| plane(size, 1, &a).map_err(|e| e.at_param("alpha")))
            .transpose()
            .map_err(thrown)?;
        Ok(Sample {
            inner: Rc::new(inner),
        })
    }

    /// The picture's samples, copied out.
    pub fn data(&self) -> js_sys::Uint8Array {
        js_sys::Uint8Array::from(self.inner.image.data())
    }

    /// Sets boxes and keypoints from JSON `{boxes?: [{xyxy, label?}], keypoints?: [{xy, label?}]}`.
    pub fn set_annotations(&mut self, json: &str) -> Thrown<()> {
        // Through the policy's own parser, so that a second one is not shipped.
        let tree = text::parse(json).map_err(|e| thrown(e.at_param("annotations")))?;
        let all = Annotations::read(tree.to_json()).map_err(thrown)?;
        let inner = Rc::make_mut(&mut self.inner);
        inner.boxes = all.boxes;
        inner.keypoints = all.keypoints;
        Ok(())
    }

    /// Sets the label mask, which has the picture's size; 0 is background.
    pub fn set_mask(&mut self, width: u32, height: u32, ids: &js_sys::Uint16Array) -> Thrown<()> {
        let mask = self.mask(width, height, ids).map_err(thrown)?;
        let inner = Rc::make_mut(&mut self.inner);
        inner.masks = vec![mask];
        inner.instances = 0;
        Ok(())
    }

    /// Takes all masks off.
    pub fn clear_masks(&mut self) {
        let inner = Rc::make_mut(&mut self.inner);
        inner.masks.clear();
        inner.instances = 0;
    }

    /// Adds another label mask, behind those of classes that there are.
    pub fn add_mask(&mut self, width: u32, height: u32, ids: &js_sys::Uint16Array) -> Thrown<()> {
        let mask = self.mask(width, height, ids).map_err(thrown)?;
        let inner = Rc::make_mut(&mut self.inner);
        let place = inner.masks.len().saturating_sub(inner.instances);
        inner.masks.insert(place, mask);
        Ok(())
    }

    /// Adds a mask whose ids name objects: mixes keep those of two pictures apart.
    pub fn add_instances(
        &mut self,
        width: u32,
        height: u32,
        ids: &js_sys::Uint16Array,
    ) -> Thrown<()> {
        let mask = self.mask(width, height, ids).map_err(thrown)?;
        let inner = Rc::make_mut(&mut self.inner);
        inner.masks.push(mask);
        inner.instances += 1;
        Ok(())
    }
}

impl Sample {
    fn mask(&self, width: u32, height: u32, ids: &js_sys::Uint16Array) -> augplay::Result<Mask> {
        let (size, own) = (Size::new(width, height), self.inner.image.size());
        if size != own {
            let message = format!(
                "has {width} × {height} pixels, the picture {} × {}",
                own.width, own.height
            );
            return Err(Error::new(Code::Type, message).at_param("mask"));
        }
        // Lengths are compared before anything is copied.
        if ids.length() as usize != size.area() {
            return Err(Error::new(Code::Type, "needs one id for each pixel").at_param("mask"));
        }
        Raster::new(size, 1, ids.to_vec())
    }
}

/// A raster from a typed array; sizes are checked before anything is copied.
fn plane(size: Size, channels: usize, data: &js_sys::Uint8Array) -> augplay::Result<Image> {
    check_size(size)?;
    let (want, have) = (size.area() * channels, data.length());
    if have as usize != want {
        let message = format!(
            "{have} bytes cannot fill {} × {} × {channels} ({want} bytes)",
            size.width, size.height
        );
        return Err(Error::new(Code::Type, message).at_param("data"));
    }
    Raster::new(size, channels, data.to_vec())
}
