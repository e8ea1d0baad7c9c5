//! Adds parts that Burn has to the lists that experiments choose from, each with one line. Explained in
//! docs/guides/from_burn.md
//!
//! `cargo run -p experiments --example from_burn -- optimizer_paths` (or `optimizer_comparison`,
//! `weight_init_comparison`, `activation_histograms`, `learning_rate_decay`)

use std::process::ExitCode;

use experiments::commands::root;

fn optimizers() {
    use burn::grad_clipping::GradientClippingConfig::Norm;
    use burn::optim::{AdamConfig, LionConfig, SgdConfig};
    use training::optimizers::{OPTIMIZERS, entry};

    OPTIMIZERS.add(entry("AMSGrad", 0.3, 0.001, &|| AdamConfig::new().with_amsgrad(true).build()));
    OPTIMIZERS.add(entry("Lion", 0.3, 0.0001, &|| LionConfig::new().build()));
    OPTIMIZERS.add(entry("Clipped", 0.95, 0.01, &|| SgdConfig::new().build()).clipped(Norm(1.0)));
}

fn initializers() {
    use burn::nn::Initializer::{Orthogonal, XavierUniform};
    use extensions::initializers::FromBurn;
    use training::initializers::{INITIALIZERS, entry};

    INITIALIZERS.add(entry("Glorot", &FromBurn(XavierUniform { gain: 1.0 })));
    INITIALIZERS.add(entry("orthogonal", &FromBurn(Orthogonal { gain: std::f64::consts::SQRT_2 })));
}

fn activations() {
    use burn::nn::activation::EluConfig;
    use extensions::initializers::He;
    use training::activations::{ACTIVATIONS, INF, entry};

    ACTIVATIONS.add(entry("ELU 0.5", || EluConfig::new().with_alpha(0.5).into(), (-0.5, INF), &He));
}

fn schedules() {
    use burn::lr_scheduler::composed::ComposedLrSchedulerConfig as Composed;
    use burn::lr_scheduler::cosine::CosineAnnealingLrSchedulerConfig as Cosine;
    use burn::lr_scheduler::linear::LinearLrSchedulerConfig as Linear;
    use training::schedule::{SCHEDULES, entry};

    SCHEDULES.add(entry("linear", |last, end| Linear::new(1.0, end, last).init()));
    // A warm-up over the first tenth, then the cosine: the product of both factors.
    SCHEDULES.add(entry("warm-up", |last, end| {
        let cosine = Cosine::new(1.0, last).with_min_lr(end);
        Composed::new().linear(Linear::new(0.01, 1.0, last.div_ceil(10))).cosine(cosine).init()
    }));
}

fn main() -> ExitCode {
    optimizers();
    initializers();
    activations();
    schedules();
    root::main()
}
