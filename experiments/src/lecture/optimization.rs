//! Chapter 3: the optimizers.

use lab::statement::{Chapter, Question, Statement};

/// The chapter.
pub const CHAPTER: Chapter = Chapter {
    number: 3,
    title: "Parameter optimization",
    korean: "매개변수 최적화",
    statements: &[
        Statement {
            id: "O1",
            title: "SGD",
            korean: "확률적 경사 하강법",
            sentence: "Stochastic gradient descent computes the gradient on randomly drawn data \
                       and takes a step in the opposite direction, with one learning rate η for \
                       all parameters.",
            equation: "W ← W − η {∂ L|∂ W}",
            question: Some(Question {
                asks: "Which lowers the loss further after the same number of images: many steps \
                       on small random mini-batches, or few steps on all images?",
                answers: &[
                    "Many steps on mini-batches",
                    "Few steps on all images",
                    "Both lower it equally",
                ],
                right: 0,
                because: "The gradient of a mini-batch is inexact, but correct on average. In our \
                          runs, many inexact steps led further than a few exact ones.",
            }),
            code: &[
                code!(
                    "crates/training/src/trainer.rs",
                    "let indices = self.batches",
                    "let indices = self.batches"
                ),
                code!(
                    "crates/training/src/trainer.rs",
                    "let (images, labels) = batch",
                    "self.model = Some(model.updated"
                ),
                code!(
                    "crates/training/src/classifier.rs",
                    "let gradients = GradientsParams::from_grads",
                    "optimizer.step("
                ),
            ],
        },
        Statement {
            id: "O2",
            title: "SGD zig-zags",
            korean: "SGD의 단점",
            sentence: "If a function is much steeper in one direction than in another, SGD \
                       zig-zags across the valley and makes slow progress along it.",
            equation: "f ( x , y ) = {1|20} x^2 + y^2",
            question: Some(Question {
                asks: "In the valley f(x, y) = x²/20 + y², which direction limits how large SGD's \
                       learning rate may be?",
                answers: &[
                    "Across the valley, along y",
                    "Along the valley, along x",
                    "Both equally",
                ],
                right: 0,
                because: "A step multiplies y by 1 − 2η, so y diverges if η is above 1. Even at η = \
                          1, a step multiplies x only by 1 − η/10 = 0.9, so progress along the \
                          valley is slow.",
            }),
            code: &[],
        },
        Statement {
            id: "O3",
            title: "Momentum",
            korean: "모멘텀",
            sentence: "Momentum accumulates gradients in a velocity. Gradients that keep their \
                       direction accelerate it, and gradients that alternate cancel, so it \
                       zig-zags less than SGD.",
            equation: "v ← α v − η {∂ L|∂ W} ; W ← W + v",
            question: Some(Question {
                asks: "The gradient g stays the same at every step, and α = 0.9. How long do \
                       Momentum's steps become, compared with SGD's ηg?",
                answers: &["0.9 times as long", "1.9 times as long", "10 times as long"],
                right: 2,
                because: "The velocity grows until its size is 0.9 times itself plus ηg, which is \
                          ηg/(1 − 0.9) = 10ηg.",
            }),
            code: &[code!(
                "crates/extensions/src/optimizers/momentum.rs",
                "let v = v * self.momentum",
                "let w = w + v"
            )],
        },
        Statement {
            id: "O4",
            title: "AdaGrad",
            korean: "AdaGrad: 학습률 감소",
            sentence: "AdaGrad adapts the learning rate of each parameter. It divides the rate \
                       by the root of the sum of all squared gradients so far, so parameters \
                       that have changed a lot change less later.",
            equation: "h ← h + {∂ L|∂ W} ⊙ {∂ L|∂ W} ; W ← W − η {1|√h} {∂ L|∂ W}",
            question: Some(Question {
                asks: "The gradient is 1 at every step, and η = 1. How long is AdaGrad's fourth \
                       step?",
                answers: &["1", "1/2", "1/4"],
                right: 1,
                because: "After four gradients h = 4, and the step is η/√h = 1/2. The steps \
                          become shorter as 1/√t.",
            }),
            code: &[code!(
                "crates/extensions/src/optimizers/adagrad.rs",
                "let h = h + grad",
                "let w = w - grad"
            )],
        },
        Statement {
            id: "O5",
            title: "Adam",
            korean: "Adam",
            sentence: "Adam combines the velocity of Momentum with a learning rate for each \
                       parameter, and corrects the bias that both moving averages have because \
                       they start at zero.",
            equation: "m ← β_1 m + ( 1 − β_1 ) g ,, v ← β_2 v + ( 1 − β_2 ) g ⊙ g ; η_t = η \
                       {√[1 − β_2^t]|1 − β_1^t} ,, W ← W − η_t {m|√v + ε}",
            question: Some(Question {
                asks: "The first gradient of a weight is 1000, and η = 0.001. How far does Adam's \
                       first step move the weight?",
                answers: &["By 1", "By 0.001", "By 1000"],
                right: 1,
                because: "After the bias correction, m/√v is g/|g| in the first step, so the step \
                          is as long as the learning rate, however large the gradient is.",
            }),
            code: &[
                code!(
                    "crates/extensions/src/optimizers/adam.rs",
                    "let m = m.clone()",
                    "let w = w - m"
                ),
                code!(
                    "crates/extensions/src/optimizers/adam.rs",
                    "lr * (1.0 - self.beta_2",
                    "lr * (1.0 - self.beta_2"
                ),
            ],
        },
        Statement {
            id: "O6",
            title: "Optimizers on MNIST",
            korean: "최적화 기법 비교",
            sentence: "On handwritten digits, Momentum, AdaGrad and Adam lower the loss faster \
                       than SGD: at the book's learning rates, and with each optimizer at its own \
                       best rate.",
            equation: "L = − {1|N} ∑_n ln p_n",
            question: Some(Question {
                asks: "Which optimizer has the highest loss on MNIST after 2000 iterations, at \
                       the book's learning rates?",
                answers: &["SGD", "Momentum", "AdaGrad", "Adam"],
                right: 0,
                because: "Most of the difference comes from its learning rate of 0.01: with each \
                          optimizer at its own best rate, the difference is much smaller.",
            }),
            code: &[],
        },
        Statement {
            id: "O7",
            title: "Learning-rate decay",
            korean: "학습률 감소",
            sentence: "Learning-rate decay lowers the learning rate as learning goes on. The simple \
                       way lowers it for all parameters at once; AdaGrad lowers it for each \
                       parameter by itself.",
            equation: "W ← W − η_t {∂ L|∂ W} ; η_t = {η|1 + d t}",
            question: Some(Question {
                asks: "The learning rate decays as η/(1 + d t) with d = 0.01. At which step t is \
                       it half of η?",
                answers: &["50", "100", "1000"],
                right: 1,
                because: "1 + 0.01 · 100 = 2.",
            }),
            code: &[code!(
                "crates/training/src/schedule.rs",
                "1.0 / (1.0 + d * t)",
                "1.0 / (1.0 + d * t)"
            )],
        },
    ],
};
