//! Channels: one of each of three images.

use crate::image::Image;

/// Channel 0 of the first image, 1 of the second, 2 of the third; nothing where they are no RGB
/// images of one size.
pub(crate) fn merge(srcs: [&Image; 3]) -> Option<Image> {
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
