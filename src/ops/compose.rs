//! Composition nodes: steps that run other steps.

pub mod identity;

use crate::error::{Code, Error, Result};
use crate::param::{Args, Param, Value};
use crate::policy::Step;
use crate::policy::law::Law;

/// A composition node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// All children in order.
    Sequence,
    /// One child, chosen by weight.
    OneOf,
    /// The first child, or else the second.
    IfElse,
    /// Several children.
    SomeOf,
    /// All children in a drawn order.
    RandomOrder,
    /// The children several times.
    Repeat,
    /// A weighted sum of the untouched picture and chains run on it.
    WeightedSum,
    /// The children on some of the channels.
    SelectChannels,
}

/// Chance of the first child (`if_else`).
pub const CHANCE: Param = Param::number(
    "chance",
    "Chance of the first child; otherwise the second runs.",
)
.value(0.5)
.hard(0.0, 1.0)
.fixed();
/// Which channels (`select_channels`).
pub const CHANNELS: Param = Param::numbers(
    "channels",
    "Channels the children see, 0 for red to 2 for blue: one of them or all three in any order; red when absent.",
    1,
    3,
)
.hard(0.0, 2.0);

/// The channels that the children see.
pub fn channels(args: &Args) -> &[f64] {
    match args.numbers(&CHANNELS) {
        [] => &[0.0],
        list => list,
    }
}

/// How many children run (`some_of`).
pub const N: Param = Param::integer("n", "How many children run.")
    .value(1.0)
    .hard(0.0, 64.0)
    .slider(0.0, 8.0);
/// Whether a child may be drawn twice (`some_of`).
pub const REPLACE: Param = Param::switch("replace", "A child may be drawn more than once.", false);
/// Order of the drawn children (`some_of`).
pub const ORDER: Param = Param::choice(
    "order",
    "Whether the drawn children run as listed or as drawn.",
    &["listed", "drawn"],
    "listed",
);
/// How often (`repeat`).
pub const TIMES: Param = Param::integer("times", "How often the children run.")
    .value(2.0)
    .hard(0.0, 64.0)
    .slider(0.0, 8.0);
/// Number of the first time (`repeat`).
pub const FIRST: Param = Param::integer(
    "first",
    "Number of the first time: the dice of each time hang on its number.",
)
.value(0.0)
.hard(0.0, 65_535.0)
.slider(0.0, 64.0)
.rare()
.fixed();
/// Concentration (`weighted_sum`).
pub const ALPHA: Param = Param::number(
    "alpha",
    "Concentration of the drawn weights: the share of the untouched picture is Beta(alpha, alpha), the chains share the rest by Dirichlet(alpha).",
)
.value(1.0)
.hard(0.01, 100.0)
.slider(0.1, 5.0)
.fixed();
/// Order of summing (`weighted_sum`).
pub const CHAINS_FIRST: Param = Param::switch(
    "chains_first",
    "Sums the chains to whole levels first and blends the picture with that, as timm does; weights after the first are then shares of that sum. Off, all is summed at once, as torchvision does.",
    false,
)
.rare();
/// Fixed weights (`weighted_sum`).
pub const WEIGHTS: Param = Param::numbers(
    "weights",
    "Fixed weights instead of drawn ones: the untouched picture's, then one for each chain.",
    2,
    65,
)
.hard(0.0, 1.0);

impl Node {
    /// Every node, in the palette's order.
    pub const ALL: &'static [Node] = &[
        Node::OneOf,
        Node::IfElse,
        Node::SomeOf,
        Node::Sequence,
        Node::RandomOrder,
        Node::Repeat,
        Node::SelectChannels,
        Node::WeightedSum,
    ];

    /// The node called `name`.
    pub fn find(name: &str) -> Option<Node> {
        Self::ALL.iter().copied().find(|n| n.name() == name)
    }

    /// Key in the policy file.
    pub const fn name(self) -> &'static str {
        match self {
            Node::Sequence => "sequence",
            Node::OneOf => "one_of",
            Node::SomeOf => "some_of",
            Node::RandomOrder => "random_order",
            Node::Repeat => "repeat",
            Node::IfElse => "if_else",
            Node::SelectChannels => "select_channels",
            Node::WeightedSum => "weighted_sum",
        }
    }

    /// Name for people.
    pub const fn title(self) -> &'static str {
        match self {
            Node::Sequence => "Sequence",
            Node::OneOf => "One of",
            Node::SomeOf => "Some of",
            Node::RandomOrder => "Random order",
            Node::Repeat => "Repeat",
            Node::IfElse => "If, else",
            Node::SelectChannels => "Select channels",
            Node::WeightedSum => "Weighted sum",
        }
    }

    /// Documentation; the first sentence is the tooltip.
    pub const fn doc(self) -> &'static str {
        match self {
            Node::Sequence => "Runs its children in order, as one step with one chance.",
            Node::OneOf => {
                "Runs one child, chosen by weight. The child's own p applies after the choice."
            }
            Node::SomeOf => {
                "Runs several of its children: the first n of a drawn order, or with replace n choices by weight."
            }
            Node::RandomOrder => "Runs all children in a drawn order.",
            Node::IfElse => "Runs its first child by chance, otherwise its second.",
            Node::Repeat => "Runs its children several times; each time draws anew.",
            Node::SelectChannels => {
                "Runs its children on some channels of the picture and puts these back. Masks, boxes and keypoints stay; sizes must stay."
            }
            Node::WeightedSum => {
                "Mixes the untouched picture with chains run on it, as AugMix does. Each child is one chain; sizes must stay."
            }
        }
    }

    /// Other names.
    pub const fn aliases(self) -> &'static [&'static str] {
        match self {
            Node::Sequence => &[
                "Sequential",
                "Compose",
                "RandomApply",
                "AugmentationSequential",
                "ImageSequential",
                "Pipeline",
            ],
            Node::OneOf => &["RandomChoice", "choice"],
            Node::SomeOf => &["RandomAugmentationPipeline", "random subset"],
            Node::RandomOrder => &["shuffle"],
            Node::Repeat => &["times", "loop"],
            Node::IfElse => &["OneOrOther", "Sometimes", "otherwise"],
            Node::SelectChannels => &["SelectiveChannelTransform", "WithChannels", "per channel"],
            Node::WeightedSum => &["mix", "blend chains"],
        }
    }

    /// Parameters beside the children.
    pub const fn params(self) -> &'static [&'static Param] {
        match self {
            Node::Sequence | Node::OneOf | Node::RandomOrder => &[],
            Node::SomeOf => &[&N, &REPLACE, &ORDER],
            Node::Repeat => &[&TIMES, &FIRST],
            Node::IfElse => &[&CHANCE],
            Node::SelectChannels => &[&CHANNELS],
            Node::WeightedSum => &[&ALPHA, &WEIGHTS, &CHAINS_FIRST],
        }
    }

    /// Checks what a parameter alone cannot decide.
    pub fn check(self, args: &Args, children: &[Step]) -> Result<()> {
        let broken = |message: String| Err(Error::new(Code::Range, message));
        match self {
            Node::OneOf if !children.is_empty() && children.iter().all(|c| c.weight == 0.0) => {
                broken("needs a child with a weight above 0".into())
            }
            Node::SomeOf if !args.on(&REPLACE) => {
                let most = args.law(&N).reach().1;
                if most > children.len() as f64 {
                    return Err(Error::range("n", most, 0.0, children.len() as f64));
                }
                Ok(())
            }
            Node::IfElse if children.len() > 2 => {
                broken(format!("has two children at most, not {}", children.len()))
            }
            Node::SelectChannels => {
                let list = channels(args);
                let whole = list.iter().all(|c| c.fract() == 0.0);
                let once = (0..list.len()).all(|i| !list[..i].contains(&list[i]));
                if whole && once && list.len() != 2 {
                    return Ok(());
                }
                let how = "must be one of 0, 1, 2 or all three in any order";
                Err(Error::new(Code::Range, how).at_param("channels"))
            }
            Node::WeightedSum if children.is_empty() => broken("needs at least one chain".into()),
            Node::WeightedSum => match args.get(&WEIGHTS) {
                Value::Numbers(w) if w.len() != children.len() + 1 => Err(Error::new(
                    Code::Range,
                    format!(
                        "must have {} numbers: the untouched picture's and one for each chain",
                        children.len() + 1
                    ),
                )
                .at_param("weights")),
                Value::Numbers(w) => {
                    let among = usize::from(args.on(&CHAINS_FIRST));
                    let sum = w.iter().skip(among).sum::<f64>();
                    if (sum - 1.0).abs() <= 1e-6 {
                        return Ok(());
                    }
                    let message = format!("must sum to 1, not {sum}");
                    Err(Error::new(Code::Range, message).at_param("weights"))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// A step of this node around children.
    pub fn of(self, children: Vec<Step>) -> crate::policy::What {
        crate::policy::What::Node(self, Args::defaults(self.params()), children)
    }

    /// A `repeat` of `times` around children.
    pub fn repeat(times: Law, children: Vec<Step>) -> crate::policy::What {
        let args = Args::defaults(Node::Repeat.params()).with_value(&TIMES, Value::Law(times));
        crate::policy::What::Node(Node::Repeat, args, children)
    }
}
