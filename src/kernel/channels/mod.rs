//! Channels: samples move between channels, none is computed. The same in all dialects.

use serde::{Deserialize, Serialize};

use crate::image::Image;

/// Which channels go where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channels {
    /// From one image: its channels in this order, one or three of them.
    Pick(Vec<usize>),
    /// From two images of one size: the first with these channels replaced by the second's, in order.
    Put(Vec<usize>),
}

/// Channel `c` of an image, the last one where it has fewer.
fn held(c: usize, image: &Image) -> usize {
    c.min(image.channels - 1)
}

/// [`Channels::Pick`].
pub fn pick(channels: &[usize], src: &Image) -> Image {
    let from: Vec<usize> = channels.iter().map(|&c| held(c, src)).collect();
    let pixels = src.data.chunks_exact(src.channels);
    Image {
        size: src.size,
        channels: from.len(),
        data: pixels
            .flat_map(|pixel| from.iter().map(move |&c| pixel[c]))
            .collect(),
    }
}

/// [`Channels::Put`].
pub fn put(channels: &[usize], below: &Image, src: &Image) -> Image {
    let mut out = below.clone();
    let pairs: Vec<(usize, usize)> = (0..src.channels)
        .zip(channels)
        .map(|(from, &to)| (from, held(to, below)))
        .collect();
    let pixels = src.data.chunks_exact(src.channels);
    for (to, from) in out.data.chunks_exact_mut(below.channels).zip(pixels) {
        for &(source, target) in &pairs {
            to[target] = from[source];
        }
    }
    out
}

/// Channel 0 of the first image, 1 of the second, 2 of the third; nothing where they are no RGB
/// images of one size.
pub fn merge(srcs: [&Image; 3]) -> Option<Image> {
    let [red, green, blue] = srcs;
    let alike = srcs.iter().all(|s| s.channels == 3 && s.size == red.size);
    alike.then(|| {
        let mut out = green.clone();
        let (r, b) = (red.data.as_chunks::<3>().0, blue.data.as_chunks::<3>().0);
        for ((to, r), b) in out.data.as_chunks_mut::<3>().0.iter_mut().zip(r).zip(b) {
            (to[0], to[2]) = (r[0], b[2]);
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    #[test]
    fn picked_channels_return_to_their_places() {
        let src = Image::from_fn(Size::new(5, 3), 3, |x, y, c| {
            (x + 10 * y) as u8 + 70 * c as u8
        });
        for channels in [vec![1], vec![2, 0, 1], vec![0, 1, 2]] {
            let picked = pick(&channels, &src);
            assert_eq!(picked.channels, channels.len());
            for (i, &c) in channels.iter().enumerate() {
                assert_eq!(picked.pixel(4, 2)[i], src.pixel(4, 2)[c]);
            }
            assert_eq!(put(&channels, &src, &picked), src);
        }
        let inverted = Image {
            data: pick(&[1], &src).data.iter().map(|v| 255 - v).collect(),
            ..pick(&[1], &src)
        };
        let out = put(&[1], &src, &inverted);
        assert_eq!(out.pixel(2, 1)[1], 255 - src.pixel(2, 1)[1]);
        assert_eq!(out.pixel(2, 1)[0], src.pixel(2, 1)[0]);
    }
}
