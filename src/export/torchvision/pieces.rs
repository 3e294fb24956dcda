//! What an exported file may need beside torchvision's own classes.

/// A helper: its name, what it needs, its source.
pub(super) struct Piece {
    pub(super) name: &'static str,
    pub(super) needs: &'static [&'static str],
    pub(super) source: &'static str,
}

const fn piece(name: &'static str, needs: &'static [&'static str], source: &'static str) -> Piece {
    Piece {
        name,
        needs,
        source,
    }
}

/// Every helper, in the order in which a file defines them.
pub(super) static PIECES: &[Piece] = &[
    piece(
        "draw",
        &[],
        r"def draw(law):
    return law() if callable(law) else law
",
    ),
    piece(
        "uniform",
        &[],
        r"def uniform(low, high):
    return torch.empty((), dtype=torch.float64).uniform_(low, high).item()
",
    ),
    piece(
        "whole",
        &[],
        r"def whole(low, high):
    return torch.randint(low, high + 1, ()).item()
",
    ),
    piece(
        "normal",
        &[],
        r"def normal(mean, sd, clip=None):
    value = mean + sd * torch.randn((), dtype=torch.float64).item()
    return value if clip is None else min(max(value, clip[0]), clip[1])
",
    ),
    piece(
        "log_uniform",
        &["uniform"],
        r"def log_uniform(low, high):
    return math.exp(uniform(math.log(low), math.log(high)))
",
    ),
    piece(
        "choice",
        &[],
        r"def choice(values, weights):
    return values[torch.multinomial(torch.tensor(weights, dtype=torch.float64), 1).item()]
",
    ),
    piece(
        "signed",
        &["draw"],
        r"def signed(law):
    value = draw(law)
    return -value if torch.rand(()) < 0.5 else value
",
    ),
    piece(
        "negative",
        &["draw"],
        r"def negative(law):
    return -draw(law)
",
    ),
    piece(
        "rounded",
        &["draw"],
        r"def rounded(law):
    return math.floor(draw(law) + 0.5)
",
    ),
    piece(
        "is_picture",
        &[],
        r"def is_picture(inpt):
    return isinstance(inpt, (Image.Image, tv_tensors.Image)) or type(inpt) is torch.Tensor
",
    ),
    piece(
        "filled",
        &[],
        r#"def filled(how, inpt):
    """The arguments with the fill for what is given, where masks have one of their own."""
    fill = how.get("fill")
    return {**how, "fill": fill.get(type(inpt), fill["others"])} if isinstance(fill, dict) else how
"#,
    ),
    piece(
        "Call",
        &["draw", "filled"],
        r#"class Call(v2.Transform):
    """Runs a torchvision functional; its numbers are drawn anew for every picture."""

    def __init__(self, functional, **laws):
        super().__init__()
        self.functional = functional
        self.laws = laws

    def make_params(self, flat_inputs):
        return {name: draw(law) for name, law in self.laws.items()}

    def transform(self, inpt, params):
        return self._call_kernel(self.functional, inpt, **filled(params, inpt))
"#,
    ),
    piece(
        "Resize",
        &["draw"],
        r#"class Resize(v2.Transform):
    """Resizes to a drawn width and height."""

    def __init__(self, width, height, **how):
        super().__init__()
        self.width, self.height, self.how = width, height, how

    def make_params(self, flat_inputs):
        return {"size": [draw(self.height), draw(self.width)]}

    def transform(self, inpt, params):
        return self._call_kernel(F.resize, inpt, **params, **self.how)
"#,
    ),
    piece(
        "Scale",
        &["draw"],
        r#"class Scale(v2.Transform):
    """Resizes both sides by a drawn factor."""

    def __init__(self, scale, **how):
        super().__init__()
        self.scale, self.how = scale, how

    def make_params(self, flat_inputs):
        scale = draw(self.scale)
        return {"size": [int(side * scale) for side in F.get_size(flat_inputs[0])]}

    def transform(self, inpt, params):
        return self._call_kernel(F.resize, inpt, **params, **self.how)
"#,
    ),
    piece(
        "LetterBox",
        &["draw"],
        r#"class LetterBox(v2.Transform):
    """Fits the picture into a frame, its aspect kept, and fills the rest with even bars; masks get 0.

    With a `stride` each side is only padded to its next multiple.
    """

    def __init__(self, width, height, fill, scale_up=True, center=True, stride=0, **how):
        super().__init__()
        self.width, self.height, self.fill, self.how = width, height, fill, how
        self.scale_up, self.center, self.stride = scale_up, center, stride

    def make_params(self, flat_inputs):
        sides, frame = F.get_size(flat_inputs[0])[::-1], (draw(self.width), draw(self.height))
        scale = min(most / side for most, side in zip(frame, sides))
        if not self.scale_up:
            scale = min(scale, 1)
        fitted = [max(round(side * scale), 1) for side in sides]
        if self.stride:
            bars = [-side % self.stride for side in fitted]
        else:
            bars = [max(most - side, 0) for most, side in zip(frame, fitted)]
        before = [bar // 2 if self.center else 0 for bar in bars]
        after = [bar - start for bar, start in zip(bars, before)]
        return {"size": fitted[::-1], "padding": before + after}

    def transform(self, inpt, params):
        inpt = self._call_kernel(F.resize, inpt, params["size"], **self.how)
        fill = 0 if isinstance(inpt, tv_tensors.Mask) else self.fill
        return self._call_kernel(F.pad, inpt, params["padding"], fill=fill)
"#,
    ),
    piece(
        "RandomResizedCrop",
        &["draw"],
        r#"class RandomResizedCrop(v2.Transform):
    """v2.RandomResizedCrop with other laws of area and aspect; `aspects` are the least and greatest."""

    def __init__(self, width, height, area, aspect, aspects, **how):
        super().__init__()
        self.width, self.height = width, height
        self.area, self.aspect, self.aspects, self.how = area, aspect, aspects, how

    def make_params(self, flat_inputs):
        height, width = F.get_size(flat_inputs[0])
        for _ in range(10):
            area, aspect = height * width * draw(self.area), draw(self.aspect)
            w, h = round(math.sqrt(area * aspect)), round(math.sqrt(area / aspect))
            if 0 < w <= width and 0 < h <= height:
                top = torch.randint(height - h + 1, ()).item()
                left = torch.randint(width - w + 1, ()).item()
                break
        else:
            low, high = self.aspects
            w, h = width, height
            if width / height < low:
                h = round(width / low)
            elif width / height > high:
                w = round(height * high)
            top, left = (height - h) // 2, (width - w) // 2
        size = [draw(self.height), draw(self.width)]
        return {"top": top, "left": left, "height": h, "width": w, "size": size}

    def transform(self, inpt, params):
        return self._call_kernel(F.resized_crop, inpt, **params, **self.how)
"#,
    ),
    piece(
        "Affine",
        &["draw", "filled"],
        r#"class Affine(v2.Transform):
    """v2.RandomAffine with other laws: the angle is clockwise, shifts are shares plus pixels."""

    def __init__(self, angle, shift, shift_px, scale, shear, **how):
        super().__init__()
        self.angle, self.shift, self.shift_px = angle, shift, shift_px
        self.scale, self.shear, self.how = scale, shear, how

    def make_params(self, flat_inputs):
        height, width = F.get_size(flat_inputs[0])
        shares = zip(self.shift, self.shift_px, (width, height))
        return {
            "angle": draw(self.angle),
            "translate": [round(draw(share) * size) + draw(px) for share, px, size in shares],
            "scale": draw(self.scale),
            "shear": [draw(shear) for shear in self.shear],
        }

    def transform(self, inpt, params):
        return self._call_kernel(F.affine, inpt, **params, **filled(self.how, inpt))
"#,
    ),
    piece(
        "Shear",
        &["draw", "filled"],
        r#"class Shear(v2.Transform):
    """Shears about the top left corner, as AutoAugment does."""

    def __init__(self, x, y, **how):
        super().__init__()
        self.x, self.y, self.how = x, y, how

    def make_params(self, flat_inputs):
        shear = [math.degrees(math.atan(draw(law))) for law in (self.x, self.y)]
        return {"angle": 0.0, "translate": [0, 0], "scale": 1.0, "shear": shear}

    def transform(self, inpt, params):
        return self._call_kernel(F.affine, inpt, **params, center=[0, 0], **filled(self.how, inpt))
"#,
    ),
    piece(
        "Translate",
        &["draw", "filled"],
        r#"class Translate(v2.Transform):
    """Shifts by shares of the size or by px, whole pixels, as AutoAugment does."""

    def __init__(self, x, y, x_px=None, y_px=None, **how):
        super().__init__()
        self.shares, self.px, self.how = (x, y), (x_px, y_px), how

    def make_params(self, flat_inputs):
        sides = F.get_size(flat_inputs[0])[::-1]
        shifts = [draw(share) * side if px is None else draw(px) for share, px, side in zip(self.shares, self.px, sides)]
        x, y = (float(torch.tensor(shift)) for shift in shifts)
        return {"angle": 0.0, "translate": [int(x), int(y)], "scale": 1.0, "shear": [0.0, 0.0]}

    def transform(self, inpt, params):
        return self._call_kernel(F.affine, inpt, **params, **filled(self.how, inpt))
"#,
    ),
    piece(
        "solarize",
        &[],
        r#"def solarize(inpt, threshold):
    """F.solarize; a threshold above all levels inverts none, where tensors refuse it."""
    return inpt if threshold > 255 else F.solarize(inpt, threshold)
"#,
    ),
    piece(
        "Plain",
        &["draw", "is_picture"],
        r#"class Plain(v2.Transform):
    """Runs a function on the picture alone; its numbers are drawn anew for every picture."""

    def __init__(self, function, **laws):
        super().__init__()
        self.function = function
        self.laws = laws

    def make_params(self, flat_inputs):
        return {name: draw(law) for name, law in self.laws.items()}

    def transform(self, inpt, params):
        return self.function(inpt, **params) if is_picture(inpt) else inpt
"#,
    ),
    piece(
        "pillow_blur",
        &["Plain"],
        r"def pillow_blur(inpt, radius):
    return inpt.filter(ImageFilter.GaussianBlur(radius))
",
    ),
    piece(
        "pillow_noise",
        &["Plain"],
        r"def pillow_noise(inpt, mean, sigma):
    return F.to_pil_image(F.gaussian_noise(F.pil_to_tensor(inpt), mean, sigma))
",
    ),
    piece(
        "CoarseDropout",
        &["draw", "is_picture"],
        r#"class CoarseDropout(v2.Transform):
    """Covers rectangles of drawn number, size and place; sides are shares of the picture's."""

    def __init__(self, holes, width, height, fill):
        super().__init__()
        self.holes, self.width, self.height, self.fill = holes, width, height, fill

    def make_params(self, flat_inputs):
        height, width = F.get_size(flat_inputs[0])
        holes = []
        for _ in range(draw(self.holes)):
            h, w = int(draw(self.height) * height), int(draw(self.width) * width)
            top, left = torch.randint(height - h + 1, ()), torch.randint(width - w + 1, ())
            holes.append({"i": top.item(), "j": left.item(), "h": h, "w": w})
        return {"holes": holes}

    def transform(self, inpt, params):
        if not is_picture(inpt):
            return inpt
        fill = torch.tensor(self.fill[: F.get_num_channels(inpt)])[:, None, None]
        for hole in params["holes"]:
            inpt = F.erase(inpt, **hole, v=fill)
        return inpt
"#,
    ),
    piece(
        "RandomErasing",
        &["draw", "is_picture"],
        r#"class RandomErasing(v2.Transform):
    """v2.RandomErasing with other laws: several rectangles share the area; aspects are width over height."""

    def __init__(self, count, area, aspect, fill):
        super().__init__()
        self.count, self.area, self.aspect, self.fill = count, area, aspect, fill

    def make_params(self, flat_inputs):
        height, width = F.get_size(flat_inputs[0])
        count, holes = draw(self.count), []
        for _ in range(count):
            for _ in range(10):
                area, aspect = height * width * draw(self.area) / count, draw(self.aspect)
                h, w = round(math.sqrt(area / aspect)), round(math.sqrt(area * aspect))
                if h < height and w < width:
                    top, left = torch.randint(height - h + 1, ()), torch.randint(width - w + 1, ())
                    holes.append({"i": top.item(), "j": left.item(), "h": h, "w": w})
                    break
        return {"holes": holes}

    def transform(self, inpt, params):
        if not is_picture(inpt):
            return inpt
        fill = torch.tensor(self.fill[: F.get_num_channels(inpt)])[:, None, None]
        for hole in params["holes"]:
            inpt = F.erase(inpt, **hole, v=fill)
        return inpt
"#,
    ),
    piece(
        "SomeOf",
        &["draw"],
        r#"class SomeOf(v2.Transform):
    """Runs several of its transforms, drawn by weight; `listed` runs them in the order of the list."""

    def __init__(self, transforms, n, weights, replace=False, listed=True):
        super().__init__()
        self.transforms, self.n, self.weights = transforms, n, weights
        self.replace, self.listed = replace, listed

    def forward(self, *inputs):
        n = draw(self.n)
        if not self.replace:
            n = min(n, sum(weight > 0 for weight in self.weights))
        chosen = []
        if n > 0:
            weights = torch.tensor(self.weights, dtype=torch.float64)
            chosen = torch.multinomial(weights, n, replacement=self.replace).tolist()
        for index in sorted(chosen) if self.listed else chosen:
            outputs = self.transforms[index](*inputs)
            inputs = outputs if len(inputs) > 1 else (outputs,)
        return inputs if len(inputs) > 1 else inputs[0]
"#,
    ),
    piece(
        "Repeat",
        &["draw"],
        r#"class Repeat(v2.Transform):
    """Runs a transform a drawn number of times."""

    def __init__(self, transform, times):
        super().__init__()
        self.repeated, self.times = transform, times

    def forward(self, *inputs):
        for _ in range(draw(self.times)):
            outputs = self.repeated(*inputs)
            inputs = outputs if len(inputs) > 1 else (outputs,)
        return inputs if len(inputs) > 1 else inputs[0]
"#,
    ),
    piece(
        "SelectChannels",
        &["is_picture"],
        r#"class SelectChannels(v2.Transform):
    """Runs steps on some channels of a picture and puts these back."""

    def __init__(self, steps, channels):
        super().__init__()
        self.steps, self.channels = steps, channels

    def transform(self, inpt, params):
        if not is_picture(inpt):
            return inpt
        pil = isinstance(inpt, Image.Image)
        picture = F.pil_to_tensor(inpt) if pil else inpt.clone()
        part = picture[self.channels]
        part = self.steps(F.to_pil_image(part) if pil else part)
        picture[self.channels] = F.pil_to_tensor(part) if pil else part
        return F.to_pil_image(picture) if pil else picture
"#,
    ),
    piece(
        "WeightedSum",
        &["is_picture"],
        r#"class WeightedSum(v2.Transform):
    """Mixes a picture with chains run on it, as v2.AugMix does; `weights` replaces drawn ones."""

    def __init__(self, chains, alpha=1.0, weights=None):
        super().__init__()
        self.chains, self.alpha, self.weights = chains, alpha, weights

    def make_params(self, flat_inputs):
        if self.weights is not None:
            return {"weights": self.weights}
        share = torch._sample_dirichlet(torch.full((2,), float(self.alpha)))
        rest = torch._sample_dirichlet(torch.full((len(self.chains),), float(self.alpha)))
        return {"weights": [share[0].item(), *(rest * share[1]).tolist()]}

    def transform(self, inpt, params):
        if not is_picture(inpt):
            return inpt
        pictures = [inpt, *(chain(inpt) for chain in self.chains)]
        if isinstance(inpt, Image.Image):
            pictures = [F.pil_to_tensor(picture) for picture in pictures]
        mix = params["weights"][0] * pictures[0].float()
        for weight, picture in zip(params["weights"][1:], pictures[1:]):
            mix += weight * picture
        mix = mix.to(pictures[0].dtype)
        return F.to_pil_image(mix) if isinstance(inpt, Image.Image) else mix
"#,
    ),
];

/// The helpers a program names, with what they need, in order.
pub(super) fn used(program: &str) -> Vec<&'static Piece> {
    let mut wanted = vec![false; PIECES.len()];
    for (i, piece) in PIECES.iter().enumerate() {
        wanted[i] = names(program, piece.name);
    }
    // What is needed stands above or below; one pass for each helper is enough.
    for _ in PIECES {
        for (i, piece) in PIECES.iter().enumerate() {
            if wanted[i] {
                for need in piece.needs {
                    if let Some(at) = PIECES.iter().position(|p| p.name == *need) {
                        wanted[at] = true;
                    }
                }
            }
        }
    }
    PIECES
        .iter()
        .zip(wanted)
        .filter_map(|(piece, wanted)| wanted.then_some(piece))
        .collect()
}

/// Whether a program uses a name by itself, not as part of another or of `v2.…` or `F.…`.
fn names(program: &str, name: &str) -> bool {
    let code = program.lines().filter(|l| !l.trim_start().starts_with('#'));
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    code.into_iter().any(|line| {
        line.match_indices(name).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + name.len()..].chars().next();
            !before.is_some_and(part) && !after.is_some_and(|c| part(c) || c == '=')
        })
    })
}
