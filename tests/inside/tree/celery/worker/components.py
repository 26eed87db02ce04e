from celery.bootsteps import Step


class TimerStep(Step):
    pass


class HubStep(Step):
    requires = (TimerStep,)
