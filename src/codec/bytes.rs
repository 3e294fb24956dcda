//! Reading numbers out of a byte slice without ever reading past it.

/// `N` bytes at `at`.
pub(super) fn take<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Little-endian 16 bits at `at`.
pub(super) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    take(bytes, at).map(u16::from_le_bytes)
}

/// Little-endian 32 bits at `at`.
pub(super) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    take(bytes, at).map(u32::from_le_bytes)
}

/// A byte order chosen by the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Least significant byte first.
    Little,
    /// Most significant byte first.
    Big,
}

impl Order {
    /// The order a TIFF header's first two bytes name.
    pub(super) fn of(mark: &[u8]) -> Option<Self> {
        match mark {
            [b'I', b'I', ..] => Some(Self::Little),
            [b'M', b'M', ..] => Some(Self::Big),
            _ => None,
        }
    }

    /// 16 bits at `at`.
    pub(super) fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let b = take(bytes, at)?;
        Some(match self {
            Self::Little => u16::from_le_bytes(b),
            Self::Big => u16::from_be_bytes(b),
        })
    }

    /// 32 bits at `at`.
    pub(super) fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let b = take(bytes, at)?;
        Some(match self {
            Self::Little => u32::from_le_bytes(b),
            Self::Big => u32::from_be_bytes(b),
        })
    }
}
