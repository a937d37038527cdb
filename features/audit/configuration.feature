@OP-03
Feature: Configuration of Audit
  Whoever operates Audit tells each service what it needs when it is started. A service that was told
  something wrong says so at once, instead of losing records later. What is secret stays secret.

  Rule: A service that was not told all it needs does not start

    @critical @needs.trial
    Scenario Outline: <service>
      When another <service> is started without any setting
      Then it ends before it serves anybody, with one sentence that names every setting that it needs

      Examples:
        | service       |
        | oms           |
        | audit-service |

    @needs.trial
    Scenario Outline: <service> without <setting>
      When another <service> is started without <setting>
      Then it ends before it serves anybody, with one sentence that names <setting>
      And it tells nothing that is secret

      Examples:
        | service       | setting                         |
        | oms           | the password of the first admin |
        | audit-service | the key that seals the records  |

  Rule: What a service is told is checked before it serves anybody

    @critical @needs.trial
    Scenario Outline: whatever is wrong with what <service> is told
      When another <service> is told each of its settings wrongly, in every way
      Then each time it ends before it serves anybody, naming all that is wrong, and telling nothing that is secret

      Examples:
        | service       |
        | oms           |
        | audit-service |

    @needs.trial @disrupts.audit
    Scenario Outline: <service> with all it needs
      When another <service> is told what the first one was told
      Then it starts

      Examples:
        | service       |
        | oms           |
        | audit-service |

  Rule: What is secret is told to nobody

    @critical @needs.logs
    Example: when much is refused
      Given Olga has made the object type "Depot"
      When Nora asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Audit or of Nora

    @needs.trial @disrupts.audit
    Scenario Outline: however much <service> logs
      When another <service> logs as much as it can, with each of its stores away in turn
      Then it logs no secret, not even the way into what is away

      Examples:
        | service       |
        | oms           |
        | audit-service |

    @needs.control @needs.logs @disrupts.audit
    Scenario Outline: while <part> is away
      Given Nora is signed in
      When <part> stops
      And Nora asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Audit or of Nora

      Examples:
        | part     |
        | postgres |
        | redis    |
        | nats     |
