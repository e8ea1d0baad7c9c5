//! Chapter 3: the optimizers.

use lab::statement::{Chapter, Statement};

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
        },
        Statement {
            id: "O2",
            title: "SGD zig-zags",
            korean: "SGD의 단점",
            sentence: "If a function is much steeper in one direction than in another, SGD \
                       zig-zags across the valley and makes slow progress along it.",
            equation: "f ( x , y ) = {1|20} x^2 + y^2",
        },
        Statement {
            id: "O3",
            title: "Momentum",
            korean: "모멘텀",
            sentence: "Momentum accumulates gradients in a velocity. Gradients that keep their \
                       direction accelerate it, and gradients that alternate cancel, so it \
                       zig-zags less than SGD.",
            equation: "v ← α v − η {∂ L|∂ W} ; W ← W + v",
        },
        Statement {
            id: "O4",
            title: "AdaGrad",
            korean: "AdaGrad: 학습률 감소",
            sentence: "AdaGrad adapts the learning rate of each parameter. It divides the rate \
                       by the root of the sum of all squared gradients so far, so parameters \
                       that have changed a lot change less later.",
            equation: "h ← h + {∂ L|∂ W} ⊙ {∂ L|∂ W} ; W ← W − η {1|√h} {∂ L|∂ W}",
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
        },
        Statement {
            id: "O6",
            title: "Optimizers on MNIST",
            korean: "최적화 기법 비교",
            sentence: "On handwritten digits, Momentum, AdaGrad and Adam lower the loss faster \
                       than SGD: at the book's learning rates, and with each optimizer at its own \
                       best rate.",
            equation: "L = − {1|N} ∑_n ln p_n",
        },
        Statement {
            id: "O7",
            title: "Learning-rate decay",
            korean: "학습률 감소",
            sentence: "Learning-rate decay lowers the learning rate as learning goes on. The simple \
                       way lowers it for all parameters at once; AdaGrad lowers it for each \
                       parameter by itself.",
            equation: "W ← W − η_t {∂ L|∂ W} ; η_t = {η|1 + d t}",
        },
    ],
};
