"""Interventions: ablation, clamping, steering, position and birth curves."""
