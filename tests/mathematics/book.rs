//! Where the code of the book's two editions and this project give different numbers, with both sides computed
//! here. `book.py` in this folder runs the editions' own code; docs/from-the-book.md tells the differences.

use burn::optim::Optimizer;
use burn::tensor::activation::softmax;
use burn::tensor::{DType, Tensor};
use datasets::{Dataset, Samples};
use extensions::initializers::Normal;
use extensions::optimizers::Nesterov;
use extensions::random::{Purpose, Stream};
use training::batches::batch;
use training::classifier::{initial_mlp, shape};
use training::few_images::FewImages;
use training::loss::cross_entropy;
use training::trainer::iterations_per_epoch;

use crate::tools::{device, values, vector};

/// The gradient of the valley x²/20 + y².
fn slope([x, y]: [f64; 2]) -> [f64; 2] {
    [x / 10.0, 2.0 * y]
}

/// Where 30 steps of Nesterov lead from (−7, 2) with η = 0.1 and α = 0.9, in the order of the Japanese edition
/// or, if `velocity_first`, of the Korean edition.
fn nesterov_by_hand(velocity_first: bool) -> [f64; 2] {
    let (rate, momentum) = (0.1, 0.9);
    let (mut place, mut velocity) = ([-7.0, 2.0], [0.0; 2]);
    for _ in 0..30 {
        let gradient = slope(place);
        for i in 0..2 {
            let old = velocity[i];
            velocity[i] = momentum * old - rate * gradient[i];
            let used = if velocity_first { velocity[i] } else { old };
            place[i] += momentum * momentum * used - (1.0 + momentum) * rate * gradient[i];
        }
    }
    place
}

#[test]
fn nesterov_is_that_of_the_japanese_edition() {
    let (mut place, mut state) = (vector(&[-7.0, 2.0]).detach().inner(), None);
    for _ in 0..30 {
        let [x, y] = values(place.clone()).try_into().expect("two coordinates");
        let gradient = vector(&slope([x, y])).detach().inner();
        (place, state) = Nesterov::default().step(0.1, place, gradient, state);
    }
    let ours = values(place);
    let (japanese, korean) = (nesterov_by_hand(false), nesterov_by_hand(true));
    for i in 0..2 {
        assert!((ours[i] - japanese[i]).abs() < 1e-12, "{ours:?} {japanese:?}");
    }
    // What the editions' own code prints.
    let printed = |x: f64| (x * 1e6).round() / 1e6;
    assert_eq!(japanese.map(printed), [0.689615, -0.000680]);
    assert_eq!(korean.map(printed), [0.526391, 0.000226]);
}

/// The book's loss of an image that gets the probability p for its class.
fn capped(p: f64) -> f64 {
    -(p + 1e-7).ln()
}

/// From weights with a standard deviation of 1, the loss of the first mini-batch is in the tens of thousands in
/// this project. The book's cannot exceed −ln 1e-7. The gradient at the logits is the same, (y − t)/N.
#[test]
fn the_loss_is_not_capped_but_has_the_books_gradient() {
    let mnist = Dataset::mnist().unwrap();
    let network = shape(&[100; 4], &mnist.training);
    let model = initial_mlp(&network, &Normal { std: 1.0 }, 0, &device());
    let indices = Stream::new(0, Purpose::Batches).indices(mnist.training.len(), 128);
    let (images, labels) = batch(&mnist.training, &indices, &device());
    let logits: Tensor<2> = model.forward(images).cast(DType::F64);
    let logits = Tensor::from_data(logits.into_data(), &device().autodiff()).require_grad();

    let loss = cross_entropy(logits.clone(), labels);
    let gradient = values(logits.grad(&loss.backward()).expect("it was required"));
    let probabilities = values(softmax(logits, 1));
    let (rows, labels) =
        (probabilities.chunks(10), indices.iter().map(|&i| usize::from(mnist.training.label(i))));
    let books: Vec<f64> = rows.zip(labels.clone()).map(|(row, label)| capped(row[label])).collect();

    let ours = values(loss)[0];
    assert!((ours / 22_311.0 - 1.0).abs() < 1e-3, "{ours}");
    let mean = books.iter().sum::<f64>() / 128.0;
    println!(
        "loss of the first mini-batch from std 1: {ours:.3}; as the book computes it: {mean:.3}"
    );
    assert!((capped(0.0) - 16.118).abs() < 1e-3);
    assert!(books.iter().all(|&loss| loss <= capped(0.0)));
    assert!((mean - 14.481).abs() < 1e-2, "{mean}");

    for (i, label) in labels.enumerate() {
        for class in 0..10 {
            let t = f64::from(u8::from(class == label));
            let expected = (probabilities[10 * i + class] - t) / 128.0;
            assert!((gradient[10 * i + class] - expected).abs() < 1e-12, "image {i}, {class}");
        }
    }
}

/// How many epochs the book's `Trainer` counts in as many iterations as it makes for `epochs`.
fn counted_by_the_book(images: usize, batch_size: usize, epochs: usize) -> (usize, usize) {
    let per_epoch = f64::max(images as f64 / batch_size as f64, 1.0);
    let iterations = (epochs as f64 * per_epoch) as usize;
    ((0..iterations).filter(|&i| i as f64 % per_epoch == 0.0).count(), iterations)
}

#[test]
fn epochs_are_counted_for_every_batch_size() {
    for batch_size in 1..=400 {
        let setting = FewImages {
            images: 300,
            hidden: vec![100; 6],
            learning_rate: 0.01,
            batch_size,
            evaluate_every: 1,
        };
        let plan = setting.book(201);
        let evaluations = (0..plan.iterations).filter(|i| i % plan.evaluate_every == 0).count();
        assert_eq!(evaluations, 201, "batches of {batch_size}");
        let (counted, _) = counted_by_the_book(300, batch_size, 201);
        let divides = 300 % batch_size == 0 || batch_size > 300;
        assert_eq!(counted == 201, divides, "batches of {batch_size}: the book counts {counted}");
    }
    // What the editions' own `Trainer` counts.
    let cases = [(300, 100, 201), (300, 128, 201), (300, 90, 201), (60_000, 128, 16)];
    let books = cases.map(|(images, batch, epochs)| counted_by_the_book(images, batch, epochs));
    assert_eq!(books, [(201, 603), (7, 471), (1, 670), (4, 7500)]);
    // Here an epoch is as many whole mini-batches as there are, and at least one.
    assert_eq!(cases.map(|(images, batch, _)| iterations_per_epoch(images, batch)), [3, 2, 3, 468]);
    assert_eq!(iterations_per_epoch(300, 400), 1);
}
