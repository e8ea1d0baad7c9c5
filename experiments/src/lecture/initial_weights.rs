//! Chapter 4: what the weights are before training.

use lab::statement::{Chapter, Statement};

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
        },
        Statement {
            id: "I2",
            title: "Identical initial weights",
            korean: "초깃값을 0으로 하면",
            sentence: "If all weights of a layer start at zero, or at any other common value, \
                       backpropagation updates them identically and they stay identical. The \
                       layer then computes a single neuron many times.",
            equation: "w_ij = c for all i , j ⇒ {∂ L|∂ w_ij} = {∂ L|∂ w_ik}",
        },
        Statement {
            id: "I3",
            title: "The spread of activations",
            korean: "은닉층의 활성화값 분포",
            sentence: "How widely the activations of each layer are spread depends on the size \
                       of the initial weights.",
            equation: "h_l = φ ( h_l−1 W_l ) ,, W_l ∼ N ( 0 , σ^2 )",
        },
        Statement {
            id: "I4",
            title: "Vanishing gradient",
            korean: "기울기 소실",
            sentence: "With a standard deviation of 1, sigmoid activations gather at 0 and 1. \
                       The sigmoid is flat there, so the gradient becomes smaller and smaller \
                       on its way back to the first layers.",
            equation: "{d s|d a} = s ( a ) ( 1 − s ( a ) ) → 0 for | a | → ∞",
        },
        Statement {
            id: "I5",
            title: "Limited expressiveness",
            korean: "표현력 제한",
            sentence: "With a standard deviation of 0.01, sigmoid activations crowd around 0.5. \
                       If many neurons output nearly the same value, they are worth little more \
                       than one neuron, which limits what the network can express.",
            equation: "s ( a ) ≈ {1|2} + {a|4} for a ≈ 0",
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
        },
        Statement {
            id: "I8",
            title: "Initial weights on MNIST",
            korean: "가중치 초깃값 비교",
            sentence: "Evenly spread activations make learning efficient: on MNIST, the network \
                       does not learn with a standard deviation of 0.01, it learns with Xavier \
                       and He, and it learns faster with He.",
            equation: "",
        },
    ],
};
