//! Which linear layers a file holds, and in which order.
//!
//! Tensors whose names differ only in their last part, such as `net.0.weight` and `net.0.bias`, belong to one
//! layer; so do `W1` and `b1`. A layer with a matrix is linear; one with a running mean and variance is a batch
//! normalization. Everything else has no place in the networks that are read, and is an error.
//!
//! **The order.** Layers come in the natural order of their names, in which 2 is before 10, if their shapes
//! then chain: each takes as many inputs as the one before it has neurons. Otherwise (`input`, `hidden`,
//! `output`) they come in the only order in which the shapes chain, if there is only one.
//!
//! **The orientation.** A weight is `[outputs, inputs]` as in PyTorch, or `[inputs, outputs]` as in Burn and in the
//! book. Whichever is usual in the file's format is tried first.
//!
//! **Batch normalization** comes between a hidden layer's sums and its activation function. Where the names are
//! numbers of places in one list, as in `torch.nn.Sequential`, it must therefore come directly after its linear
//! layer. Otherwise the first belongs to the first hidden layer, and so on.

use std::collections::BTreeMap;

use super::content::{Content, short};
use super::error::ContentError;
use super::format::Format;
use super::natural::natural;

/// How many linear layers a network in a file can have: as many as `train` makes of the longest list of
/// `--hidden`, with the output.
pub const MOST_LAYERS: usize = 1_001;

/// The linear layers of a file, from the input on.
pub(super) struct Layers {
    pub(super) linear: Vec<Linear>,
    pub(super) orientation: Orientation,
    /// What a reader should know about how the file was understood.
    pub(super) notes: Vec<String>,
}

/// How the two sizes of a weight are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Orientation {
    /// `[outputs, inputs]`, as in PyTorch.
    OutputsFirst,
    /// `[inputs, outputs]`, as in Burn and in the book.
    InputsFirst,
}

/// A linear layer: the names of its tensors, and its batch normalization.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    name: String,
    shape: [usize; 2],
    pub(super) weight: String,
    pub(super) bias: Option<String>,
    pub(super) normalization: Option<Normalization>,
}

/// A batch normalization: the names of its tensors.
#[derive(Clone, Debug)]
pub(super) struct Normalization {
    name: String,
    pub(super) mean: String,
    pub(super) variance: String,
    /// γ and β, unless it was made without them.
    pub(super) weight: Option<String>,
    pub(super) bias: Option<String>,
}

impl Linear {
    /// Its inputs and its outputs.
    pub(super) fn sizes(&self, orientation: Orientation) -> [usize; 2] {
        let [first, second] = self.shape;
        match orientation {
            Orientation::OutputsFirst => [second, first],
            Orientation::InputsFirst => [first, second],
        }
    }
}

/// The tensors whose names differ only in their last part.
#[derive(Default)]
struct Group {
    weight: Option<String>,
    bias: Option<String>,
    mean: Option<String>,
    variance: Option<String>,
}

/// The layers of a file.
///
/// # Errors
/// If it holds something else, or if its linear layers do not chain; the error lists what the file holds.
pub(super) fn layers(content: &Content) -> Result<Layers, ContentError> {
    let listed = |reason: String| {
        let holds = content.listed();
        ContentError::OtherNetwork(format!("{reason}; the file holds {holds}"))
    };
    let (linear, normalizations) = sorted(content).map_err(listed)?;
    if linear.is_empty() {
        let reason = "it has no linear layer, that is, no weight with two sizes".into();
        return Err(listed(reason));
    }
    if linear.len() > MOST_LAYERS {
        let count = linear.len();
        return Err(ContentError::TooLarge(format!(
            "it has {count} linear layers; networks of up to {MOST_LAYERS} are read"
        )));
    }
    let usual = match content.format {
        Format::Burnpack => [Orientation::InputsFirst, Orientation::OutputsFirst],
        Format::Safetensors => [Orientation::OutputsFirst, Orientation::InputsFirst],
    };
    let (linear, orientation) = ordered(content, linear, usual).map_err(listed)?;
    let linear = normalized(content, linear, orientation, normalizations).map_err(listed)?;
    let notes = notes(&linear, orientation, usual[0]);
    Ok(Layers { linear, orientation, notes })
}

/// The linear layers and the batch normalizations, each in natural order.
fn sorted(content: &Content) -> Result<(Vec<Linear>, Vec<Normalization>), String> {
    let mut groups = BTreeMap::<&str, Group>::new();
    for name in content.tensors.keys() {
        let (group, part) = parts(name);
        let group = groups.entry(group).or_default();
        let place = match part {
            "weight" | "gamma" | "W" => &mut group.weight,
            "bias" | "beta" | "b" => &mut group.bias,
            "running_mean" => &mut group.mean,
            "running_var" => &mut group.variance,
            // PyTorch counts the batches that a batch normalization has seen; nothing here needs that number.
            "num_batches_tracked" => continue,
            _ => return Err(no_place(name)),
        };
        if place.replace(name.clone()).is_some() {
            return Err(format!("`{}` is stored under two names", short(name)));
        }
    }
    let (mut linear, mut normalizations) = (Vec::new(), Vec::new());
    for (name, group) in groups {
        let shape = |name: &String| &content.tensors[name].shape[..];
        match (group.weight, group.bias, group.mean, group.variance) {
            (None, None, None, None) => {} // only a count of batches
            (weight, bias, Some(mean), Some(variance)) => {
                let name = name.to_owned();
                normalizations.push(Normalization { name, mean, variance, weight, bias });
            }
            (Some(weight), bias, None, None) => match *shape(&weight) {
                [first, second] if first > 0 && second > 0 => {
                    let (name, shape) = (name.to_owned(), [first, second]);
                    linear.push(Linear { name, shape, weight, bias, normalization: None });
                }
                ref other => return Err(no_matrix(&weight, other)),
            },
            (None, Some(alone), None, None)
            | (_, _, Some(alone), None)
            | (_, _, None, Some(alone)) => return Err(no_place(&alone)),
        }
    }
    linear.sort_by(|a, b| natural(&a.name, &b.name));
    normalizations.sort_by(|a, b| natural(&a.name, &b.name));
    Ok((linear, normalizations))
}

/// The layer that a tensor belongs to, and which of its tensors it is.
fn parts(name: &str) -> (&str, &str) {
    // The book's `W1` and `b1`.
    if let Some(number) = name.strip_prefix(['W', 'b'])
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return (number, &name[..1]);
    }
    name.rsplit_once('.').unwrap_or(("", name))
}

fn no_place(name: &str) -> String {
    format!("`{}` has no place in a network of linear layers", short(name))
}

fn no_matrix(weight: &str, shape: &[usize]) -> String {
    let weight = short(weight);
    match shape {
        [_, _] => format!("`{weight}` has the shape {shape:?}; expected two sizes above 0"),
        [_] => format!(
            "`{weight}` has one size, {shape:?}, as in a layer normalization, or a batch normalization \
             without running means; only linear layers, with a weight of two sizes, are read"
        ),
        [_, _, _, ..] => format!(
            "`{weight}` has {} sizes, as the weight of a convolution has; only linear layers, with a \
             weight of two sizes, are read (docs/guides/own_network.md shows how another network \
             is added, saved and read)",
            shape.len()
        ),
        [] => format!("`{weight}` is a single number; expected two sizes"),
    }
}

/// The layers in an order in which they chain, and the orientation of their weights.
fn ordered(
    content: &Content,
    linear: Vec<Linear>,
    orientations: [Orientation; 2],
) -> Result<(Vec<Linear>, Orientation), String> {
    let natural = orientations.map(|orientation| chain(content, &linear, orientation));
    for (orientation, result) in orientations.iter().zip(&natural) {
        if result.is_ok() {
            return Ok((linear, *orientation));
        }
    }
    for orientation in orientations {
        if linear.iter().all(|layer| bias_fits(content, layer, orientation).is_ok())
            && let Some(order) = only_order(&linear, orientation)
        {
            return Ok((order.into_iter().map(|i| linear[i].clone()).collect(), orientation));
        }
    }
    let [first, _] = natural;
    first.map(|()| unreachable!("it would have been taken"))
}

/// Checks that each layer takes as many inputs as the one before it has neurons, and has a bias that fits.
fn chain(content: &Content, linear: &[Linear], orientation: Orientation) -> Result<(), String> {
    for layer in linear {
        bias_fits(content, layer, orientation)?;
    }
    for pair in linear.windows(2) {
        let [[_, neurons], [inputs, _]] = [&pair[0], &pair[1]].map(|l| l.sizes(orientation));
        if inputs != neurons {
            return Err(format!(
                "`{}` takes {inputs} inputs, but the layer before it, `{}`, has {neurons} neurons",
                short(&pair[1].weight),
                short(&pair[0].weight)
            ));
        }
    }
    Ok(())
}

fn bias_fits(content: &Content, layer: &Linear, orientation: Orientation) -> Result<(), String> {
    let [_, outputs] = layer.sizes(orientation);
    match &layer.bias {
        Some(bias) => has_size(content, bias, outputs),
        None => Ok(()),
    }
}

fn has_size(content: &Content, name: &str, size: usize) -> Result<(), String> {
    match &content.tensors[name].shape[..] {
        [length] if *length == size => Ok(()),
        other => {
            let name = short(name);
            Err(format!("`{name}` has the shape {other:?}; its layer needs [{size}]"))
        }
    }
}

/// The only order in which the layers chain, as their indices. Layers of the same shape keep their natural
/// order among themselves.
fn only_order(linear: &[Linear], orientation: Orientation) -> Option<Vec<usize>> {
    // The number of orders that are tried grows fast with it; networks with such names are small.
    const MOST: usize = 12;
    if linear.len() > MOST {
        return None;
    }
    let sizes: Vec<[usize; 2]> = linear.iter().map(|layer| layer.sizes(orientation)).collect();
    let mut found = Vec::new();
    extend(&sizes, &mut Vec::new(), &mut found);
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

/// Adds to `found` the orders that begin with `order`, until there are two.
fn extend(sizes: &[[usize; 2]], order: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    if order.len() == sizes.len() {
        found.push(order.clone());
    }
    for i in (0..sizes.len()).filter(|i| !order.contains(i)).collect::<Vec<_>>() {
        let chains = order.last().is_none_or(|&last| sizes[last][1] == sizes[i][0]);
        let is_first_of_its_shape =
            (0..i).all(|before| sizes[before] != sizes[i] || order.contains(&before));
        if chains && is_first_of_its_shape && found.len() < 2 {
            order.push(i);
            extend(sizes, order, found);
            order.pop();
        }
    }
}

/// The linear layers, each with its batch normalization if it has one.
fn normalized(
    content: &Content,
    mut linear: Vec<Linear>,
    orientation: Orientation,
    normalizations: Vec<Normalization>,
) -> Result<Vec<Linear>, String> {
    let hidden = linear.len() - 1;
    let count = normalizations.len();
    for (i, normalization) in normalizations.into_iter().enumerate() {
        let name = short(&normalization.name);
        let places: Option<Vec<usize>> =
            linear.iter().map(|layer| places(&layer.name, &normalization.name)).collect();
        let at = match (places, place(&normalization.name)) {
            // All are in one list: directly after a hidden layer's sums.
            (Some(places), Some((_, own))) => {
                let before = places.iter().rposition(|&place| place < own);
                match before {
                    Some(at) if places[at] + 1 == own && at < hidden => at,
                    _ => {
                        return Err(format!(
                            "the batch normalization `{name}` is not directly after the sums of a hidden \
                             layer; one after the activation function, before the first layer or after the \
                             last computes something else"
                        ));
                    }
                }
            }
            _ if count == hidden => i,
            _ => {
                return Err(format!(
                    "it has {count} batch normalizations and {hidden} hidden layers; expected one for \
                     each, or none"
                ));
            }
        };
        let layer = &mut linear[at];
        let [_, outputs] = layer.sizes(orientation);
        if let (Some((list, after)), Some((own_list, own))) =
            (place(&layer.name), place(&normalization.name))
            && list == own_list
            && own != after + 1
        {
            return Err(format!(
                "the batch normalization `{name}` is not directly after `{}`; one after the activation \
                 function computes something else",
                short(&layer.name)
            ));
        }
        let Normalization { mean, variance, weight, bias, .. } = &normalization;
        for tensor in
            [Some(mean), Some(variance), weight.as_ref(), bias.as_ref()].into_iter().flatten()
        {
            has_size(content, tensor, outputs)?;
        }
        if layer.normalization.replace(normalization).is_some() {
            return Err(format!("`{}` has two batch normalizations", short(&layer.name)));
        }
    }
    Ok(linear)
}

/// The list and the place in it that such a name as `net.3` stands for.
fn place(name: &str) -> Option<(&str, usize)> {
    let (list, number) = name.rsplit_once('.').unwrap_or(("", name));
    number.parse().ok().map(|number| (list, number))
}

/// The place of `name` in the list that `of` is in, if it is in that list.
fn places(name: &str, of: &str) -> Option<usize> {
    let (list, number) = place(name)?;
    place(of).is_some_and(|(of, _)| of == list).then_some(number)
}

/// What a reader should know about how a file was understood, unless its names are those of [`save`](super::save).
fn notes(linear: &[Linear], orientation: Orientation, usual: Orientation) -> Vec<String> {
    let last = linear.len() - 1;
    let is_ours = linear.iter().enumerate().all(|(i, layer)| match i == last {
        true => layer.name == "output",
        false => layer.name == format!("hidden.{i}.linear"),
    });
    let mut notes = Vec::new();
    if !is_ours {
        let shown = |layer: &Linear| {
            let [_, outputs] = layer.sizes(orientation);
            let name = if layer.name.is_empty() { "linear" } else { &layer.name };
            let normalization = match &layer.normalization {
                Some(normalization) => {
                    format!(" with batch normalization {}", short(&normalization.name))
                }
                None => String::new(),
            };
            format!(" → {} ({outputs}){normalization}", short(name))
        };
        let [inputs, _] = linear[0].sizes(orientation);
        let mut layers: String = linear.iter().take(SHOWN).map(shown).collect();
        if linear.len() > SHOWN {
            layers += &format!(" → … ({} layers)", linear.len());
        }
        notes.push(format!("its layers are taken in this order: {inputs} inputs{layers}"));
    }
    if orientation != usual {
        let shape = match orientation {
            Orientation::InputsFirst => "[inputs, outputs]",
            Orientation::OutputsFirst => "[outputs, inputs]",
        };
        notes.push(format!(
            "its weights are taken to be {shape}, because the layers fit only that way"
        ));
    }
    let without: Vec<String> =
        linear.iter().filter(|l| l.bias.is_none()).map(|l| short(&l.weight)).collect();
    match &without[..] {
        [] => {}
        [one] => notes.push(format!("{one} has no bias, which is taken to be 0")),
        [first, ..] => notes.push(format!(
            "{first} and {} more weights have no bias, which is taken to be 0",
            without.len() - 1
        )),
    }
    notes
}

/// How many layers a note names.
const SHOWN: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with these tensors, all numbers 0.
    fn content(tensors: &[(&str, &[usize])]) -> Content {
        let zeros = vec![0u8; 4 << 12];
        let views = tensors.iter().map(|(name, shape)| {
            let size: usize = shape.iter().product();
            let shape = shape.to_vec();
            let data = &zeros[..4 * size];
            (
                *name,
                safetensors::tensor::TensorView::new(safetensors::Dtype::F32, shape, data).unwrap(),
            )
        });
        Content::of(safetensors::serialize(views, None).unwrap()).unwrap()
    }

    fn order(tensors: &[(&str, &[usize])]) -> Vec<String> {
        let layers = layers(&content(tensors)).unwrap_or_else(|error| panic!("{error}"));
        layers.linear.into_iter().map(|layer| layer.weight).collect()
    }

    fn error(tensors: &[(&str, &[usize])]) -> String {
        layers(&content(tensors)).err().expect("it is no network").to_string()
    }

    #[test]
    fn layers_come_in_natural_order_if_they_chain() {
        let names: Vec<String> = (0..12).map(|i| format!("net.{i}.weight")).collect();
        let tensors: Vec<(&str, &[usize])> =
            names.iter().map(|name| (name.as_str(), &[3, 3][..])).collect();
        assert_eq!(order(&tensors), names);
    }

    #[test]
    fn otherwise_in_the_only_order_in_which_they_chain() {
        let tensors: [(&str, &[usize]); 4] = [
            ("hidden1.weight", &[5, 5]),
            ("hidden2.weight", &[5, 5]),
            ("input.weight", &[5, 9]),
            ("output.weight", &[2, 5]),
        ];
        let names = ["input.weight", "hidden1.weight", "hidden2.weight", "output.weight"];
        assert_eq!(order(&tensors), names);
        // From 4 to 5 and back, and from 5 to 6 and back: either could be the first.
        let tensors: [(&str, &[usize]); 4] = [
            ("a.weight", &[4, 5]),
            ("b.weight", &[6, 5]),
            ("c.weight", &[5, 4]),
            ("d.weight", &[5, 6]),
        ];
        assert!(error(&tensors).contains("takes 5 inputs"), "{}", error(&tensors));
    }

    #[test]
    fn weights_of_the_book_and_of_burn_are_the_other_way_round() {
        let tensors: [(&str, &[usize]); 4] =
            [("W1", &[4, 3]), ("W2", &[3, 2]), ("b1", &[3]), ("b2", &[2])];
        let found = layers(&content(&tensors)).unwrap();
        assert_eq!(found.orientation, Orientation::InputsFirst);
        assert!(found.notes.iter().any(|note| note.contains("[inputs, outputs]")));
    }

    #[test]
    fn a_batch_normalization_is_directly_after_its_layer() {
        let norm = |name: &'static [&'static str; 2]| name.map(|name| (name, &[3][..]));
        let linear: [(&str, &[usize]); 2] = [("0.weight", &[3, 4]), ("3.weight", &[2, 3])];
        let with = |more: [(&'static str, &'static [usize]); 2]| [linear, more].concat();
        let found = layers(&content(&with(norm(&["1.running_mean", "1.running_var"])))).unwrap();
        assert!(found.linear[0].normalization.is_some() && found.linear[1].normalization.is_none());
        for after in [["2.running_mean", "2.running_var"], ["4.running_mean", "4.running_var"]] {
            let said = error(&with(after.map(|name| (name, &[3][..]))));
            assert!(said.contains("not directly after"), "{said}");
        }
        // In a list of its own it cannot be told.
        let found = layers(&content(&with(norm(&["n.running_mean", "n.running_var"])))).unwrap();
        assert!(found.linear[0].normalization.is_some());
        assert!(found.notes[0].contains("with batch normalization n"), "{:?}", found.notes);
        let said = error(&with(norm(&["1.running_mean", "1.mean"])));
        assert!(said.contains("`1.mean` has no place"), "{said}");
    }

    #[test]
    fn what_is_no_linear_layer_is_named_with_what_the_file_holds() {
        let whole: [(&str, &[usize]); 2] = [("fc1.weight", &[3, 4]), ("fc1.bias", &[3])];
        let with = |name: &'static str, shape: &'static [usize]| {
            error(&[&whole[..], &[(name, shape)]].concat())
        };
        for (said, expected) in [
            (with("conv.weight", &[2, 1, 3, 3]), "a convolution"),
            (with("norm.weight", &[3]), "layer normalization"),
            (with("fc2.bias", &[2]), "`fc2.bias` has no place"),
            (with("rnn.weight_ih_l0", &[3, 3]), "`rnn.weight_ih_l0` has no place"),
            (
                with("fc2.weight", &[2, 5]),
                "takes 5 inputs, but the layer before it, `fc1.weight`, has 3",
            ),
            (with("fc2.weight", &[0, 3]), "two sizes above 0"),
            (with("bn.running_mean", &[3]), "`bn.running_mean` has no place"),
        ] {
            assert!(said.contains(expected), "{said}");
            assert!(
                said.contains("the file holds ") && said.contains("fc1.weight [3, 4]"),
                "{said}"
            );
        }
        assert!(error(&[]).contains("no linear layer"), "{}", error(&[]));
        assert!(error(&[("fc.weight", &[3, 4]), ("fc.bias", &[2])]).contains("needs [3]"));
    }

    #[test]
    fn the_number_of_layers_is_bounded() {
        let names: Vec<String> = (0..=MOST_LAYERS).map(|i| format!("{i}.weight")).collect();
        let tensors: Vec<(&str, &[usize])> =
            names.iter().map(|name| (name.as_str(), &[1, 1][..])).collect();
        assert!(error(&tensors).contains("1002 linear layers"));
        assert_eq!(order(&tensors[..MOST_LAYERS]).len(), MOST_LAYERS);
    }
}
