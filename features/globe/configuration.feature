@OP-03
Feature: Configuration of Globe
  Whoever operates Globe tells each instance what it needs when it is started. One that was told
  something wrong says so at once, instead of failing people later. What is secret stays secret.

  Rule: What an instance is told is checked before it serves anybody

    @critical @needs.trial
    Example: whatever is wrong with what it is told
      When another realtime-1 is told each of its settings wrongly, in every way
      Then each time it ends before it serves anybody, naming all that is wrong, and telling nothing that is secret

    @needs.trial
    Example: without its name
      When another realtime-2 is started without its name
      Then it ends before it serves anybody, with one sentence that names its name
      And it tells nothing that is secret

  Rule: What is secret is told to nobody

    @critical @needs.logs
    Example: when much is refused
      Given Lina and Arno are on the map "Lisbon"
      When Lina asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Globe or of Lina

    @needs.credentials @needs.logs
    Example: when a token is shown where none belongs
      Given Lina has been at every service
      When every operation is called with a token in the wrong place
      Then each of them is refused, live connections included
      And no answer, no page and no log holds a secret of Globe or of Lina

    @needs.trial @disrupts.globe
    Example: however much it logs
      When another realtime-1 logs as much as it can, with each of its stores away in turn
      Then it logs no secret, not even the way into what is away
