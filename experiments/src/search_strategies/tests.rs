//! The budget is respected, and nearly used up.

use lab::cli::default_settings;
use lab::experiment::Experiment;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::SearchStrategies;

#[test]
fn every_search_spends_nearly_its_budget() {
    let settings = default_settings::<SearchStrategies>();
    assert_eq!(SearchStrategies::check(&settings), Ok(()));
    for Arm(domain, method) in Arm::all() {
        let space = domain.space();
        let plan = settings.plan(&space, method).unwrap();
        let slots = plan.strategy(&space).unwrap().slots().to_vec();
        let cost: usize = slots.iter().map(|slot| slot.epochs).sum();
        assert!((650..=864).contains(&cost), "{method:?}: {cost}");
    }
    let small = Settings { budget: 200, ..settings };
    assert!(SearchStrategies::check(&small).unwrap_err().to_string().contains("hyperband"));
}
