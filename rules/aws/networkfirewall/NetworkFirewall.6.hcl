control "NetworkFirewall.6" {
  slug     = "network-firewall-stateless-rules"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure Network Configuration"]
  title = {
    en = "Stateless rule groups of Network Firewall hold rules"
    ja = "Network Firewall のステートレスルールグループが空ではない"
  }
  why = {
    en = "An empty rule group looks like protection in the firewall policy, but no packet is judged by it."
    ja = "空のルールグループは、ファイアウォールポリシー上では保護されているように見えても、どのパケットも処理しません。"
  }
  decides     = "checked"
  config_rule = "netfw-stateless-rule-group-not-empty"
  frameworks = {
    "aws-fsbp"       = ["NetworkFirewall.6"]
    "nist-800-53-r5" = ["AC-4(21)", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(5)"]
  }

  check "aws_networkfirewall_rule_group" {
    filter = attrs.type == "STATELESS"
    enforce {
      condition = length(flatten(attrs.rule_group[*].rules_source[*].stateless_rules_and_custom_actions[*].stateless_rule)) > 0
      at        = "rule_group"
      error_message = {
        en = "the stateless rule group has no rules"
        ja = "ステートレスルールグループにルールがない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "drop packets from a range of addresses"
        ja = "指定した範囲からのパケットを破棄する"
      }
      warning = {
        en = "The rule is only an example of one; packets from the range are dropped before stateful rules see them."
        ja = "ルールの一例です。指定した範囲からのパケットは、ステートフルルールで評価される前に破棄されます。"
      }
      input "network_firewall_blocked_cidr" {
        description = {
          en = "IPv4 range whose packets the stateless rule group drops"
          ja = "ステートレスルールグループでパケットを破棄する送信元の IPv4 CIDR"
        }
      }
      set = {
        "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.priority"                                                   = 1
        "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.actions"                                    = ["aws:drop"]
        "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.source.address_definition" = var.network_firewall_blocked_cidr
      }
    }
  }

  remediation {
    console = {
      en = ["Open Network Firewall rule groups in the VPC console and choose the group.", "Choose Edit rules, add the stateless rules and save."]
      ja = ["VPC コンソールの「Network Firewall ルールグループ」で対象のグループを開く。", "「ルールの編集」を選び、ステートレスルールを追加して保存する。"]
    }
    cli = "aws network-firewall update-rule-group --type STATELESS --rule-group-name NAME --update-token TOKEN --rule-group file://rule-group.json"
  }

  example "fail" "no rule group" {
    resource "aws_networkfirewall_rule_group" "edge" {
      name     = "edge"
      type     = "STATELESS"
      capacity = 100
    }
  }

  example "fixed" "no rule group" {
    variable "network_firewall_blocked_cidr" {
      type    = string
      default = "198.51.100.0/24"
    }

    resource "aws_networkfirewall_rule_group" "edge" {
      name     = "edge"
      type     = "STATELESS"
      capacity = 100

      rule_group {
        rules_source {
          stateless_rules_and_custom_actions {
            stateless_rule {
              priority = 1
              rule_definition {
                actions = ["aws:drop"]
                match_attributes {
                  source {
                    address_definition = var.network_firewall_blocked_cidr
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  example "fail" "an empty source of rules" {
    resource "aws_networkfirewall_rule_group" "edge" {
      name     = "edge"
      type     = "STATELESS"
      capacity = 100

      rule_group {
        rules_source {}
      }
    }
  }

  example "fixed" "an empty source of rules" {
    variable "network_firewall_blocked_cidr" {
      type    = string
      default = "198.51.100.0/24"
    }

    resource "aws_networkfirewall_rule_group" "edge" {
      name     = "edge"
      type     = "STATELESS"
      capacity = 100

      rule_group {
        rules_source {
          stateless_rules_and_custom_actions {
            stateless_rule {
              priority = 1
              rule_definition {
                actions = ["aws:drop"]
                match_attributes {
                  source {
                    address_definition = var.network_firewall_blocked_cidr
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  example "pass" "a rule" {
    resource "aws_networkfirewall_rule_group" "edge" {
      name     = "edge"
      type     = "STATELESS"
      capacity = 100

      rule_group {
        rules_source {
          stateless_rules_and_custom_actions {
            stateless_rule {
              priority = 1
              rule_definition {
                actions = ["aws:drop"]
                match_attributes {
                  source {
                    address_definition = "198.51.100.0/24"
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  example "pass" "a rule by a dynamic block, and a stateful group" {
    resource "aws_networkfirewall_rule_group" "edge" {
      name     = "edge"
      type     = "STATELESS"
      capacity = 100

      rule_group {
        rules_source {
          dynamic "stateless_rules_and_custom_actions" {
            for_each = ["198.51.100.0/24"]
            content {
              stateless_rule {
                priority = 1
                rule_definition {
                  actions = ["aws:drop"]
                  match_attributes {
                    source {
                      address_definition = "198.51.100.0/24"
                    }
                  }
                }
              }
            }
          }
        }
      }
    }

    resource "aws_networkfirewall_rule_group" "inspection" {
      name     = "inspection"
      type     = "STATEFUL"
      capacity = 100
      rules    = "pass tcp any any -> any 443 (sid:1;)"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_networkfirewall_rule_group" "edge" {
      name     = "edge"
      type     = "STATELESS"
      capacity = 100

      rule_group {
        rules_source {
          dynamic "stateless_rules_and_custom_actions" {
            for_each = tobool(terraform_data.later.output) ? ["198.51.100.0/24"] : []
            content {
              stateless_rule {
                priority = 1
                rule_definition {
                  actions = ["aws:drop"]
                  match_attributes {
                    source {
                      address_definition = "198.51.100.0/24"
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
