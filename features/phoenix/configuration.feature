@OP-03
Feature: Configuration of Phoenix
  Whoever operates Phoenix tells each service what it needs when it is started. A service that was told
  something wrong says so at once, instead of failing people later. What is secret stays secret.

  Rule: What a service is told is checked before it serves anybody

    @critical @needs.trial
    Scenario Outline: whatever is wrong with what <service> is told
      When another <service> is told each of its settings wrongly, in every way
      Then each time it ends before it serves anybody, naming all that is wrong, and telling nothing that is secret

      Examples:
        | service               |
        | api-gateway           |
        | experiment-controller |
        | config-generator      |
        | collector             |
        | load-simulator        |

    @needs.trial
    Example: all that is wrong is named at once
      When another experiment-controller is started with a word for the port, the address of prometheus and the address of collector
      Then it ends before it serves anybody, with one sentence that names the port, the address of prometheus and the address of collector
      And it tells nothing that is secret

  Rule: What is secret is told to nobody

    @critical @needs.logs
    Example: when much is refused
      When Uwe asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Phoenix or of Uwe

    @needs.trial @disrupts.phoenix
    Scenario Outline: however much <service> logs
      When another <service> logs as much as it can, with each of its stores away in turn
      Then it logs no secret, not even the way into what is away

      Examples:
        | service               |
        | api-gateway           |
        | experiment-controller |

    @needs.control @needs.logs @disrupts.phoenix
    Example: while the database is away
      Given Uwe has been at every service
      When postgres stops
      And Uwe asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Phoenix or of Uwe
