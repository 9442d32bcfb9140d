"""Everything of a simulated beamline but its detector."""

from farlight.engine.devices import BeamlineDevices, Detector
from farlight.simulator.axes import SimulatedAxis
from farlight.simulator.hutch import SimulatedCamera, SimulatedSampleChanger, SimulatedShutter, SimulatedSource

OMEGA_SPEED_DEG_PER_S = 360.0
DISTANCE_SPEED_MM_PER_S = 400.0
FIRST_ENERGY_EV = 12_658.0
FIRST_DISTANCE_MM = 200.0


def build_stand(
    detector: Detector, *, mount_time_s: float, full_flux_hz: float, beam_size_um: tuple[float, float]
) -> BeamlineDevices:
    """Make the devices about a detector."""
    sample_changer = SimulatedSampleChanger("sample_changer", mount_time_s=mount_time_s)
    shutter = SimulatedShutter("shutter")
    omega = SimulatedAxis("omega", units="deg", speed_per_s=OMEGA_SPEED_DEG_PER_S)
    distance = SimulatedAxis(
        "detector_distance", units="mm", position=FIRST_DISTANCE_MM, speed_per_s=DISTANCE_SPEED_MM_PER_S
    )
    energy = SimulatedAxis("energy", units="eV", position=FIRST_ENERGY_EV)
    attenuator = SimulatedAxis("attenuator", units="", position=1.0)
    source = SimulatedSource("source", full_flux_hz=full_flux_hz, size_um=beam_size_um)
    return BeamlineDevices(
        sample_changer=sample_changer,
        omega=omega,
        detector=detector,
        detector_distance=distance,
        energy=energy,
        attenuator=attenuator,
        shutter=shutter,
        camera=SimulatedCamera("camera", sample_changer, beam_size_um=beam_size_um),
        source=source,
        channels={
            "omega_deg": omega.user_readback,
            "detector_distance_mm": distance.user_readback,
            "energy_ev": energy.user_readback,
            "transmission_frac": attenuator.user_readback,
            "shutter_open": shutter.is_open,
            "sample_mounted": sample_changer.mounted,
            "ring_current_ma": source.ring_current_ma,
            "frames_written": detector.frames_written,
        },
    )
