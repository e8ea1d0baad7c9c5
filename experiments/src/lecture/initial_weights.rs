//! Chapter 4: what the weights are before training.

use lab::statement::{Chapter, Question, Statement};

/// The chapter.
pub const CHAPTER: Chapter = Chapter {
    number: 4,
    title: "Initial weights",
    korean: "가중치 초깃값",
    statements: &[
        Statement {
            id: "I1",
            title: "Small initial weights",
            korean: "작은 초깃값과 오버피팅",
            sentence: "A network that starts from small weights overfits less.",
            equation: "W = σ Z ,, Z ∼ N ( 0 , 1 )",
            question: Some(Question {
                asks: "Does a network overfit less if its initial weights are made smaller?",
                answers: &[
                    "Yes, the smaller the better",
                    "Only down to about He's standard deviation",
                    "No, they make no difference",
                ],
                right: 1,
                because: "In our runs, initial weights larger than He's widened the gap between \
                          training and test accuracy, and much smaller ones widened it too.",
            }),
            code: &[code!(
                "crates/extensions/src/initializers.rs",
                "(0..n).map(|_| (self.std",
                "(0..n).map(|_| (self.std"
            )],
        },
        Statement {
            id: "I2",
            title: "Identical initial weights",
            korean: "초깃값을 0으로 하면",
            sentence: "If all weights of each layer start at zero, or at any other common value, \
                       backpropagation updates all neurons of a hidden layer in the same way, \
                       and they stay alike. The layer then computes a single neuron many times.",
            equation: "w_ij = c for all i , j ⇒ {∂ L|∂ w_ij} = {∂ L|∂ w_ik}",
            question: Some(Question {
                asks: "All weights of a network, in every layer, start at 0.5 instead of 0. Does \
                       training make the neurons of a hidden layer different?",
                answers: &[
                    "Yes, because the weights are not 0",
                    "No, each neuron gets the same gradient",
                    "Only with Momentum",
                ],
                right: 1,
                because: "Neurons of a hidden layer whose incoming and outgoing weights are the \
                          same compute the same output and get the same gradient, so every update \
                          leaves them equal, whatever the common value is.",
            }),
            code: &[code!(
                "crates/extensions/src/initializers.rs",
                "vec![self.0; shape",
                "vec![self.0; shape"
            )],
        },
        Statement {
            id: "I3",
            title: "The spread of activations",
            korean: "은닉층의 활성화값 분포",
            sentence: "How widely the activations of each layer are spread depends on the size \
                       of the initial weights.",
            equation: "h_l = φ ( h_l−1 W_l ) ,, W_l ∼ N ( 0 , σ^2 )",
            question: Some(Question {
                asks: "Five layers of 100 neurons with tanh get 100 inputs of mean 0 and have \
                       weights of standard deviation 0.01. How large is the spread of the last \
                       activations, compared with that of the inputs?",
                answers: &[
                    "About as large",
                    "About a hundredth as large",
                    "About a hundred-thousandth as large",
                ],
                right: 2,
                because: "Near 0, each layer multiplies the spread by about σ√n = 0.01 · √100 = \
                          0.1, and 0.1⁵ = 10⁻⁵.",
            }),
            code: &[code!(
                "crates/models/src/mlp.rs",
                "let a = self.linear.forward",
                "self.activation.forward"
            )],
        },
        Statement {
            id: "I4",
            title: "Vanishing gradient",
            korean: "기울기 소실",
            sentence: "With a standard deviation of 1, sigmoid activations gather at 0 and 1. \
                       The sigmoid is flat there, so the gradient becomes smaller and smaller \
                       on its way back to the first layers.",
            equation: "{d s|d a} = s ( a ) ( 1 − s ( a ) ) → 0 for | a | → ∞",
            question: Some(Question {
                asks: "How steep is the sigmoid at a = 10?",
                answers: &["0.00005", "0.25", "1"],
                right: 0,
                because: "Its slope s(1 − s) is at most 1/4, at a = 0. Whether the gradient \
                          vanishes on its way back also depends on the weights, which multiply \
                          it: large weights can make up for small slopes.",
            }),
            code: &[],
        },
        Statement {
            id: "I5",
            title: "Limited expressiveness",
            korean: "표현력 제한",
            sentence: "With a standard deviation of 0.01, sigmoid activations crowd around 0.5. \
                       If many neurons output nearly the same value, they are worth little more \
                       than one neuron, which limits what the network can express.",
            equation: "s ( a ) ≈ {1|2} + {a|4} for a ≈ 0",
            question: Some(Question {
                asks: "A sigmoid neuron has 100 inputs of 0.5 and weights of standard deviation \
                       0.01. How far do the neurons of this layer spread around 0.5?",
                answers: &["By about 0.0125", "By about 0.125", "By about 0.5"],
                right: 0,
                because: "Their weighted sums have the standard deviation 0.01 · √(100 · 0.5²) = \
                          0.05, and the slope of the sigmoid at 0 is 1/4.",
            }),
            code: &[],
        },
        Statement {
            id: "I6",
            title: "Xavier",
            korean: "Xavier 초깃값",
            sentence: "With a standard deviation of 1/√n, where n is the number of inputs, the \
                       activations stay evenly spread. The derivation assumes a linear \
                       activation function, and sigmoid and tanh are nearly linear around their \
                       centre. (“Xavier” here is the book's form, which depends on the inputs \
                       only and is called LeCun elsewhere; the Xavier of most frameworks is \
                       √(2/(inputs + outputs)).)",
            equation: "σ = {1|√n}",
            question: Some(Question {
                asks: "A linear layer has 100 independent inputs of mean 0 and standard \
                       deviation 1. Which standard deviation of the weights gives outputs of \
                       standard deviation 1?",
                answers: &["0.01", "0.1", "1"],
                right: 1,
                because: "The variances of the 100 terms add up: 100 · σ² = 1 for σ = 1/√100.",
            }),
            code: &[code!(
                "crates/extensions/src/initializers.rs",
                "let std = (1.0 / fan_in",
                "Normal { std }"
            )],
        },
        Statement {
            id: "I7",
            title: "He",
            korean: "He 초깃값",
            sentence: "He's standard deviation compensates for the half that ReLU sets to zero. \
                       The spread of the activations then stays the same from layer to layer, \
                       while it dies out with a standard deviation of 0.01 and shrinks with \
                       Xavier.",
            equation: "σ = √[2 / n]",
            question: Some(Question {
                asks: "Why is He's standard deviation √2 times Xavier's?",
                answers: &[
                    "ReLU sets half of its inputs to 0",
                    "ReLU doubles its inputs",
                    "Networks with ReLU are deeper",
                ],
                right: 0,
                because: "Setting half of the values to 0 halves their mean square, so the \
                          variance of the weights must be twice as large.",
            }),
            code: &[code!(
                "crates/extensions/src/initializers.rs",
                "let std = (2.0 / fan_in",
                "Normal { std }"
            )],
        },
        Statement {
            id: "I8",
            title: "Initial weights on MNIST",
            korean: "가중치 초깃값 비교",
            sentence: "Evenly spread activations make learning efficient: on MNIST, the network \
                       does not learn with a standard deviation of 0.01, it learns with Xavier \
                       and He, and it learns faster with He.",
            equation: "",
            question: Some(Question {
                asks: "A network with four hidden layers and ReLU is trained on MNIST with SGD. \
                       With which initial weights does its loss stay at 2.30?",
                answers: &["Standard deviation 0.01", "Xavier", "He"],
                right: 0,
                because: "The activations shrink from layer to layer, and the gradients with \
                          them. ln 10 = 2.30 is the loss of a network that gives each of ten \
                          digits the same probability.",
            }),
            code: &[],
        },
    ],
};
