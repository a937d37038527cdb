@VZ-21
Feature: Availability
  Services are restarted while people use Veza, one after another, as on every day on which a new version comes.
  Whoever does not need the one that is restarted does not notice.

  Rule: One that is restarted takes no other away

    @critical @disrupts.veza @load @alone
    Example: each of them in turn
      When each service is restarted in turn while Lina, Arno, Milo and Ada go on asking for something
      Then each service has answered more than 99 % of the times while others were restarted
      And none was away for longer than 1 second beyond its own restart
      And whoever opened a page meanwhile had to wait, and got it
