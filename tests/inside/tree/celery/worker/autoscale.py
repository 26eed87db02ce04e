from celery.bootsteps import Step


class Scaler:
    pass


class ScalerStep(Step):
    pass
