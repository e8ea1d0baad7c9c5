//! The map of the lecture: chapters, and their statements in this project's words.
//!
//! Statements have ids (`O6`), which experiments, claims, flags and the report refer to. Equations
//! are MathML, made by [`equation`] from a short notation, so that the report needs neither a
//! script nor a font to typeset them.

use lab::statement::{Chapter, Statement};
use training::list::List;

const fn say(
    id: &'static str,
    title: &'static str,
    korean: &'static str,
    sentence: &'static str,
    equation: &'static str,
) -> Statement {
    Statement { id, title, korean, sentence, equation }
}

/// The whole lecture.
pub static LECTURE: List<Chapter> = List::of(&[
    Chapter {
        number: 1,
        title: "Gradient descent",
        korean: "경사법",
        statements: &[
            say(
                "G1",
                "The gradient",
                "기울기",
                "The gradient is the list of all partial derivatives. For a network it is as large as \
                 its weights W: each entry tells how fast the loss changes when that one weight is \
                 nudged and the others stay.",
                "{∂ L|∂ W} = ( {∂ L|∂ w_11} … {∂ L|∂ w_1n} ; ⋮ ⋱ ⋮ ; {∂ L|∂ w_m1} … {∂ L|∂ w_mn} )",
            ),
            say(
                "G2",
                "Following it downhill",
                "경사 하강법",
                "The parameters sought are those with the least loss. Gradient descent gets there in \
                 small steps, each against the gradient.",
                "x ← x − η ∇ f ( x )",
            ),
            say(
                "G3",
                "Where the gradient points",
                "기울기가 가리키는 방향",
                "Against the gradient the value falls most steeply for a small step. That is a local \
                 promise: the minimum may lie in quite another direction.",
                "f ( x + d ) ≈ f ( x ) + ∇ f ( x ) · d",
            ),
            say(
                "G4",
                "The learning rate",
                "학습률",
                "The size of the steps decides. With too large a learning rate the descent runs away, \
                 with too small a one it hardly leaves its start.",
                "f = x_0^2 + x_1^2 ⇒ x^(t) = (1−2η)^t x^(0)",
            ),
        ],
    },
    Chapter {
        number: 2,
        title: "Backpropagation",
        korean: "오차역전파",
        statements: &[
            say(
                "B1",
                "The gradient, cheaply",
                "오차역전파법",
                "Backpropagation finds the gradient that numerical differentiation finds, but in one \
                 sweep backwards. Differences need two evaluations for every single parameter; the \
                 sweep costs the same few however many parameters there are.",
                "{∂ L|∂ w_i} ≈ {L ( W + h e_i ) − L ( W − h e_i )|2 h}",
            ),
            say(
                "B2",
                "Addition node",
                "덧셈 노드의 역전파",
                "Where two values are added, the derivative that arrives from above goes on to both \
                 of them as it is.",
                "z = x + y ⇒ {∂ L|∂ x} = {∂ L|∂ z} ,, {∂ L|∂ y} = {∂ L|∂ z}",
            ),
            say(
                "B3",
                "Multiplication node",
                "곱셈 노드의 역전파",
                "Where two values are multiplied, each is handed the derivative from above times the \
                 other value: the inputs swap places.",
                "z = x y ⇒ {∂ L|∂ x} = {∂ L|∂ z} y ,, {∂ L|∂ y} = {∂ L|∂ z} x",
            ),
        ],
    },
    Chapter {
        number: 3,
        title: "Parameter optimization",
        korean: "매개변수 최적화",
        statements: &[
            say(
                "O1",
                "SGD",
                "확률적 경사 하강법",
                "Stochastic gradient descent takes its gradient from randomly drawn data and steps \
                 against it, with one learning rate η for everything.",
                "W ← W − η {∂ L|∂ W}",
            ),
            say(
                "O2",
                "SGD zig-zags",
                "SGD의 단점",
                "Where a function is much steeper in one direction than in another, SGD jumps from \
                 side to side and makes little way along the valley.",
                "f ( x , y ) = {1|20} x^2 + y^2",
            ),
            say(
                "O3",
                "Momentum",
                "모멘텀",
                "Momentum keeps a velocity. Gradients that agree from step to step add up to speed, \
                 those that alternate cancel: the zig-zag is weaker than SGD's.",
                "v ← α v − η {∂ L|∂ W} ; W ← W + v",
            ),
            say(
                "O4",
                "AdaGrad",
                "AdaGrad: 학습률 감소",
                "AdaGrad gives each parameter its own learning rate, and lowers it by the squares of \
                 the gradients seen so far: what moved much soon moves less.",
                "h ← h + {∂ L|∂ W} ⊙ {∂ L|∂ W} ; W ← W − η {1|√h} {∂ L|∂ W}",
            ),
            say(
                "O5",
                "Adam",
                "Adam",
                "Adam joins Momentum's velocity with a learning rate for each parameter, and corrects \
                 both running means for having started at zero.",
                "m ← β_1 m + ( 1 − β_1 ) g ,, v ← β_2 v + ( 1 − β_2 ) g ⊙ g ; \
                 η_t = η {√[1 − β_2^t]|1 − β_1^t} ,, W ← W − η_t {m|√v + ε}",
            ),
            say(
                "O6",
                "Optimizers on MNIST",
                "최적화 기법 비교",
                "On handwritten digits, at the book's learning rates, Momentum, AdaGrad and Adam \
                 bring the loss down faster than SGD.",
                "L = − {1|N} ∑_n ln p_n",
            ),
        ],
    },
    Chapter {
        number: 4,
        title: "Initial weights",
        korean: "가중치 초기값",
        statements: &[
            say(
                "I1",
                "Small weights",
                "작은 초기값과 오버피팅",
                "A network that starts from small weights overfits less.",
                "W = σ Z ,, Z ∼ N ( 0 , 1 )",
            ),
            say(
                "I2",
                "Never all alike",
                "초기값을 0으로 하면",
                "Start all weights of a layer at zero, or at any one value, and backpropagation \
                 changes them all alike for ever. The layer then computes one neuron, many times.",
                "w_ij = c for all i , j ⇒ {∂ L|∂ w_ij} = {∂ L|∂ w_ik}",
            ),
            say(
                "I3",
                "The spread of activations",
                "은닉층의 활성화값 분포",
                "How widely the activations of each layer are spread depends on how large the \
                 initial weights are.",
                "h_l = φ ( h_l−1 W_l ) ,, W_l ∼ N ( 0 , σ^2 )",
            ),
            say(
                "I4",
                "Vanishing gradient",
                "기울기 소실",
                "With standard deviation 1 a sigmoid's activations gather at 0 and 1. There it is \
                 flat, so less and less of the gradient reaches the first layers.",
                "{d s|d a} = s ( a ) ( 1 − s ( a ) ) → 0 for | a | → ∞",
            ),
            say(
                "I5",
                "Limited expressiveness",
                "표현력 제한",
                "With standard deviation 0.01 they crowd around 0.5. Neurons that say nearly the same \
                 are worth little more than one of them, and the network can express little.",
                "s ( a ) ≈ {1|2} + {a|4} for a ≈ 0",
            ),
            say(
                "I6",
                "Xavier",
                "Xavier 초깃값",
                "With standard deviation 1/√n, for n inputs, activations stay evenly spread. The \
                 derivation assumes a linear activation; sigmoid and tanh are nearly that around the \
                 middle. (“Xavier” here is the book's form, which looks at the inputs alone and which \
                 others call LeCun's; frameworks' own Xavier is √(2/(inputs + outputs)).)",
                "σ = {1|√n}",
            ),
            say(
                "I7",
                "He",
                "He 초깃값",
                "He's standard deviation makes up for the half that ReLU cuts off. The spread stays \
                 as layers follow each other, where at 0.01 it dies out and with Xavier it shrinks.",
                "σ = √[2 / n]",
            ),
            say(
                "I8",
                "A good spread learns",
                "가중치 초깃값 비교",
                "Evenly spread activations make learning efficient: on MNIST the network with 0.01 \
                 does not learn at all, those with Xavier and He do, and He is the faster.",
                "",
            ),
        ],
    },
    Chapter {
        number: 5,
        title: "Overfitting",
        korean: "오버피팅",
        statements: &[
            say(
                "V1",
                "Many parameters",
                "매개변수가 많은 모델",
                "The more parameters a model has, and the more it can express, the more it overfits.",
                "gap = accuracy_training − accuracy_test",
            ),
            say(
                "V2",
                "Little data",
                "적은 훈련 데이터",
                "The less training data there is, the more a model overfits.",
                "",
            ),
            say(
                "V3",
                "Weight decay",
                "가중치 감소",
                "Large weights often come with overfitting. Weight decay makes them costly, biases \
                 excepted, and so holds overfitting down.",
                "L + {1|2} λ ∑ W^2 ⇒ {∂ L|∂ W} + λ W",
            ),
            say(
                "V4",
                "Dropout",
                "드롭아웃",
                "Leaving out neurons at random while training holds overfitting down.",
                "h ← {1|1 − p} m ⊙ h ,, m_i = 0 with probability p ,, else 1",
            ),
        ],
    },
    Chapter {
        number: 6,
        title: "Hyperparameters",
        korean: "하이퍼파라미터",
        statements: &[
            say(
                "H1",
                "What they are",
                "하이퍼파라미터란",
                "Weights and biases are learned. What a person sets beforehand (how many units, batch \
                 size, learning rate, weight decay) are hyperparameters, and they matter.",
                "",
            ),
            say(
                "H2",
                "Not on test data",
                "시험 데이터로 평가하면 안 된다",
                "Hyperparameters chosen on test data are fitted to it. Its accuracy then promises \
                 more than other data will keep.",
                "",
            ),
            say(
                "H3",
                "Validation data",
                "검증 데이터",
                "Training data is there to learn parameters, validation data to choose \
                 hyperparameters, and test data to judge the finished network, once.",
                "",
            ),
        ],
    },
    Chapter {
        number: 7,
        title: "In the book, beyond the slides",
        korean: "책에서 더",
        statements: &[
            say(
                "N1",
                "Batch normalization",
                "배치 정규화",
                "Normalizing each layer over the mini-batch makes learning faster, and less dependent \
                 on the initial weights.",
                "x ← γ {x − μ|√[σ^2 + ε]} + β",
            ),
            say(
                "N2",
                "The two-layer network",
                "2층 신경망",
                "The small network of the book's chapters 4 and 5 learns MNIST, and does as well on \
                 test images as on those it was trained with.",
                "p = softmax ( s ( x W_1 + b_1 ) W_2 + b_2 )",
            ),
        ],
    },
]);

/// All statements, in the lecture's order.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    LECTURE.iter().flat_map(|chapter| chapter.statements)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPERIMENTS;
    use lab::equation::equation;
    use lab::statement::Standing;

    const IDS: &str = "G1 G2 G3 G4 B1 B2 B3 O1 O2 O3 O4 O5 O6 I1 I2 I3 I4 I5 I6 I7 I8 \
                       V1 V2 V3 V4 H1 H2 H3 N1 N2";

    #[test]
    fn every_statement_is_there_once_and_in_order() {
        let ids: Vec<_> = statements().map(|statement| statement.id).collect();
        assert_eq!(ids.join(" "), IDS);
        let numbers: Vec<_> = LECTURE.iter().map(|chapter| chapter.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
        assert!(statements().all(|s| !s.title.is_empty()
            && !s.korean.is_empty()
            && s.sentence.ends_with(['.', ')'])));
    }

    #[test]
    fn experiments_serve_statements_that_are_there() {
        for id in EXPERIMENTS.iter().flat_map(|entry| entry.statements) {
            assert!(statements().any(|statement| statement.id == *id), "{id}");
        }
    }

    #[test]
    fn equations_are_well_formed_mathml() {
        for statement in statements().filter(|statement| !statement.equation.is_empty()) {
            let mathml = equation(statement.equation);
            let tree = roxmltree::Document::parse(&mathml);
            assert!(tree.is_ok(), "{}: {tree:?}\n{mathml}", statement.id);
            for left_over in ["{", "}", "[", "]", "_", "^", ";</mo>", "√"] {
                assert!(!mathml.contains(left_over), "{}: {left_over} in {mathml}", statement.id);
            }
        }
        let momentum = equation("v ← α v − η {∂ L|∂ W}");
        assert!(momentum.contains(
            "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><mi>W</mi></mrow></mfrac>"
        ));
    }

    #[test]
    fn a_statement_without_a_measurement_is_not_judged() {
        use lab::verdict::Verdict::{DoesNotHold, Holds, HoldsInPart};
        let both = Standing::of(vec![Holds, DoesNotHold], true, false);
        assert_eq!(both, Standing::Judged(HoldsInPart));
        assert_eq!(Standing::of(vec![], false, true), Standing::Failed);
        assert_eq!(Standing::of(vec![], false, false), Standing::NotRun);
    }
}
