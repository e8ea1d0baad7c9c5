//! The softmax cross-entropy as one operation with its own backward pass, for the flex backend.
//!
//! Burn's loss is nine tensor operations on few numbers, each with a node in the graph of the
//! backward pass, and starting an operation takes longer than computing so few numbers. This one
//! rounds as those nine do, so every line below names the operation of Burn that it stands for. Where
//! the order of a sum matters, flex itself sums.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::{FloatTensor, IntTensor};
use burn::backend::{Autodiff, Backend, Dispatch, Flex, backend_extension};
use burn::tensor::{DType, Int, Tensor};

use crate::flex::{entries, is_f32_in_rows, size, tensor};

/// Whether [`forward`] can compute this: f32 on the flex backend, row by row, with or without
/// autodiff, at least one image and one class, and labels in one of the usual types.
pub fn can_compute(logits: &Tensor<2>, labels: &Tensor<1, Int>) -> bool {
    let labels = labels.clone().inner().try_into_primitive::<Flex>();
    is_f32_in_rows(logits)
        && logits.dims().iter().all(|&size| size > 0)
        && labels.is_ok_and(|labels| {
            matches!(labels.dtype(), DType::I64 | DType::I32) && labels.is_contiguous()
        })
}

/// The loss, `[1]`, of `logits` `[batch, classes]` and `labels` `[batch]`.
///
/// # Panics
/// If a label is missing or not a class, or [`can_compute`] returns false.
pub fn forward(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    let loss = Dispatch::cross_entropy(logits.into_dispatch(), labels.into_dispatch());
    Tensor::from_dispatch(loss)
}

/// The backends that have the operation.
#[backend_extension(Flex, Autodiff)]
pub trait CrossEntropyBackend: Backend {
    /// The mean loss, `[1]`, of logits `[batch, classes]` and labels `[batch]`.
    fn cross_entropy(logits: FloatTensor<Self>, labels: IntTensor<Self>) -> FloatTensor<Self>;
}

/// Forwards.
impl CrossEntropyBackend for Flex {
    fn cross_entropy(logits: FlexTensor, labels: FlexTensor) -> FlexTensor {
        loss(logits, &labels).0
    }
}

/// Forwards, keeping what the backward pass needs.
impl<C: CheckpointStrategy> CrossEntropyBackend for Autodiff<Flex, C> {
    fn cross_entropy(logits: FloatTensor<Self>, labels: FlexTensor) -> FloatTensor<Self> {
        let nodes = [logits.node()];
        let (loss, kept) = loss(logits.into_primitive(), &labels);
        match CrossEntropyBackward.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(kept, loss),
            OpsKind::UnTracked(prep) => prep.finish(loss),
        }
    }
}

/// What the backward pass needs.
#[derive(Clone, Debug)]
struct Kept {
    /// e^(logit − largest of the row), `[batch, classes]`.
    exps: FlexTensor,
    /// Their sum in each row, `[batch, 1]`.
    sums: FlexTensor,
    labels: Vec<usize>,
}

/// −(1/N) Σ ln softmax(logits)_label, where ln softmax(a) = (a − max a) − ln Σ e^(a − max a).
fn loss(logits: FlexTensor, labels: &FlexTensor) -> (FlexTensor, Kept) {
    let [batch, classes] = size(&logits);
    let labels = classes_of(labels);
    assert_eq!(labels.len(), batch, "a label for each row of the logits");

    let largest = Flex::float_max_dim(logits.clone(), 1); // [batch, 1]
    let rows = || entries(&logits).chunks_exact(classes).zip(entries(&largest));
    let exps = rows().flat_map(|(row, max)| row.iter().map(move |a| (a - max).exp())).collect();
    let exps = tensor(exps, [batch, classes]);
    let sums = Flex::float_sum_dim(exps.clone(), 1); // [batch, 1]
    let of_label = rows().zip(entries(&sums)).zip(&labels);
    let of_label = of_label.map(|(((row, max), sum), &label)| (row[label] - max) - sum.ln());
    let loss = Flex::float_neg(Flex::float_mean(tensor(of_label.collect(), [batch])));
    (loss, Kept { exps, sums, labels })
}

/// The labels as indices.
fn classes_of(labels: &FlexTensor) -> Vec<usize> {
    let known = "can_compute asks for one of the two types, in rows";
    match labels.dtype() {
        DType::I64 => labels.as_slice::<i64>().expect(known).iter().map(|&l| l as usize).collect(),
        _ => labels.as_slice::<i32>().expect(known).iter().map(|&l| l as usize).collect(),
    }
}

/// Backwards: ∂L/∂logits = (softmax(logits) − t) / N, with the labels t as one-hot rows, times the
/// gradient that arrives at L.
#[derive(Debug)]
struct CrossEntropyBackward;

impl Backward<Flex, 1> for CrossEntropyBackward {
    type State = Kept;

    fn backward(self, ops: Ops<Kept, 1>, grads: &mut Gradients, _: &mut Checkpointer) {
        let of_loss = grads.consume::<Flex>(&ops.node);
        let [Some(of_logits)] = ops.parents else { return };
        let Kept { exps, sums, labels } = ops.state;
        let [batch, classes] = size(&exps);

        // Through −mean: the gradient of ln softmax_label, −1/N, the same in every row.
        let of_label = (1.0 / batch as f64) as f32 * -entries(&of_loss)[0];
        // Through the difference to ln Σ: minus the sum of a row, whose other entries are 0.
        let of_ln_sum = -of_label;
        let mut gradient = exps.into_data();
        let rows = gradient.as_mut_slice::<f32>().expect("made from f32 above");
        let rows = rows.chunks_exact_mut(classes);
        for ((row, sum), &label) in rows.zip(entries(&sums)).zip(&labels) {
            // Through ln and Σ; adding 0 turns −0 into 0, as a sum does.
            let of_exp = of_ln_sum * (1.0 / sum) + 0.0;
            // Through exp, and what the difference passes straight on to the logit of the label.
            let at_label = of_label + of_exp * row[label];
            row.iter_mut().for_each(|exp| *exp = of_exp * *exp + 0.0);
            row[label] = at_label;
        }
        grads.register::<Flex>(of_logits.id, FlexTensor::from_data(gradient));
    }
}
