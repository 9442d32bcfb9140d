"""Everything of a simulated beamline but its detector."""

from dataclasses import dataclass
from typing import Any

from ophyd_async.core import SignalR

from farlight.engine.devices import BeamlineDevices, Detector
from farlight.simulator.axes import SimulatedAxis
from farlight.simulator.fluorescence import BeamOnSample, SimulatedFluorescenceDetector
from farlight.simulator.hutch import (
    SimulatedCamera,
    SimulatedCentring,
    SimulatedCryostream,
    SimulatedSampleChanger,
    SimulatedShutter,
    SimulatedSource,
    SimulatedWasher,
)

OMEGA_SPEED_DEG_PER_S = 360.0
DISTANCE_SPEED_MM_PER_S = 400.0
SAMPLE_SPEED_UM_PER_S = 4000.0
CENTRE_TIME_S = 0.4
"""What finding the loop takes."""
FIRST_ENERGY_EV = 12_658.0
FIRST_DISTANCE_MM = 200.0


@dataclass(frozen=True, kw_only=True)
class StandOptions:
    """What a facility file may say about everything but the detector."""

    full_flux_hz: float = 1e12
    """Photons a second without attenuation."""
    beam_width_um: float = 50.0
    beam_height_um: float = 30.0
    mount_time_s: float = 1.0
    """What the robot takes to mount a sample."""
    instant_motors: bool = False
    """Whether motors arrive at once."""

    @property
    def beam_size_um(self) -> tuple[float, float]:
        """Horizontal and vertical size of the beam at the sample."""
        return self.beam_width_um, self.beam_height_um


def build_stand(detector: Detector, options: StandOptions) -> BeamlineDevices:
    """Make the devices about a detector."""
    axes = axes_of(options)
    sample_changer = SimulatedSampleChanger("sample_changer", mount_time_s=options.mount_time_s)
    shutter, cryostream = SimulatedShutter("shutter"), SimulatedCryostream("cryostream")
    source = SimulatedSource("source", full_flux_hz=options.full_flux_hz, size_um=options.beam_size_um)
    in_beam = {name: axes[name] for name in ("energy", "attenuator", "omega", "sample_x", "sample_y")}
    beam = BeamOnSample(sample_changer=sample_changer, source=source, **in_beam)
    return BeamlineDevices(
        **axes,
        sample_changer=sample_changer,
        centring=SimulatedCentring("centring", centre_time_s=0.0 if options.instant_motors else CENTRE_TIME_S),
        detector=detector,
        shutter=shutter,
        camera=SimulatedCamera("camera", sample_changer, beam_size_um=options.beam_size_um),
        source=source,
        channels={
            "omega_deg": axes["omega"].user_readback,
            "detector_distance_mm": axes["detector_distance"].user_readback,
            "energy_ev": axes["energy"].user_readback,
            "transmission_frac": axes["attenuator"].user_readback,
            "frames_written": detector.frames_written,
            "detector_state": detector.detector_state,
            **channels_of(shutter, sample_changer, cryostream, source),
        },
        fluorescence=SimulatedFluorescenceDetector("fluorescence", beam),
        washer=SimulatedWasher("washer"),
        annealer=cryostream,
    )


def axes_of(options: StandOptions) -> dict[str, SimulatedAxis]:
    """Make everything that is set to a number, by the name of its device."""
    speed_frac = 0.0 if options.instant_motors else 1.0
    axes = (
        SimulatedAxis("omega", units="deg", speed_per_s=speed_frac * OMEGA_SPEED_DEG_PER_S),
        SimulatedAxis("sample_x", units="um", speed_per_s=speed_frac * SAMPLE_SPEED_UM_PER_S),
        SimulatedAxis("sample_y", units="um", speed_per_s=speed_frac * SAMPLE_SPEED_UM_PER_S),
        SimulatedAxis(
            "detector_distance",
            units="mm",
            position=FIRST_DISTANCE_MM,
            speed_per_s=speed_frac * DISTANCE_SPEED_MM_PER_S,
        ),
        SimulatedAxis("energy", units="eV", position=FIRST_ENERGY_EV),
        SimulatedAxis("attenuator", units="", position=1.0),
    )
    return {axis.name: axis for axis in axes}


def channels_of(
    shutter: SimulatedShutter,
    sample_changer: SimulatedSampleChanger,
    cryostream: SimulatedCryostream,
    source: SimulatedSource,
) -> dict[str, SignalR[Any]]:
    """Return what of the hutch and the beam is worth showing."""
    return {
        "shutter_open": shutter.is_open,
        "sample_mounted": sample_changer.mounted,
        "cryo_k": cryostream.cryo_k,
        **source.channels,
    }
