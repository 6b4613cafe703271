control "OpenSearch.3" {
  slug     = "opensearch-domain-node-to-node-encrypted"
  aliases  = ["Opensearch.3"]
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data in transit"]
  title = {
    en = "OpenSearch domains encrypt traffic between their nodes"
    ja = "OpenSearch ドメインでノード間の暗号化が有効になっている"
  }
  why = {
    en = "Nodes pass documents and queries to each other over the network. Without TLS between them, whoever can listen inside the network reads or alters the data."
    ja = "ノード間では文書や検索クエリがネットワーク越しにやり取りされます。TLS で保護しないと、ネットワーク内に入り込んだ相手に盗聴や改ざんをされるおそれがあります。"
  }
  decides     = "checked"
  config_rule = "opensearch-node-to-node-encryption-check"
  frameworks = {
    "aws-fsbp"       = ["OpenSearch.3"]
    "nist-800-53-r5" = ["AC-4", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.5", "2.2.5", "2.2.7", "4.2.1", "4.2.1.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC09-BP02"]
    "iso-27001-2022"                = ["A.8.12", "A.8.24"]
    "nist-csf-2.0"                  = ["ds_1", "ds_2"]
  }

  check "aws_opensearch_domain" {
    enforce {
      condition = default(one(attrs.node_to_node_encryption[*].enabled), false)
      at        = "node_to_node_encryption.enabled"
      error_message = {
        en = "traffic between the domain's nodes is not encrypted"
        ja = "ノード間の通信が暗号化されていない"
      }
    }
    fix {
      when   = can(regex("^OpenSearch_", attrs.engine_version)) || version_at_least(trimprefix(default(attrs.engine_version, "0"), "Elasticsearch_"), "6.7")
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "encrypt traffic between nodes"
        ja = "ノード間の暗号化を有効にする"
      }
      warning = {
        en = "The change rolls out through a blue/green deployment and cannot be taken back."
        ja = "変更は Blue/Green デプロイで反映され、一度有効にすると元に戻せません。"
      }
      set = { "node_to_node_encryption.enabled" = true }
    }
    fix {
      when   = can(regex("^Elasticsearch_", attrs.engine_version))
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt traffic between nodes"
        ja = "ノード間の暗号化を有効にする"
      }
      warning = {
        en = "A domain of this version cannot be changed in place: it is deleted and created anew, and its indexes are lost. Take a snapshot first and restore it afterwards, or upgrade the version first."
        ja = "このバージョンのドメインは変更できず、削除して作り直されるため、インデックスが失われます。先に手動スナップショットを取って復元するか、バージョンを上げてから有効にしてください。"
      }
      set = { "node_to_node_encryption.enabled" = true }
    }
    fix {
      class  = "unsafe"
      impact = "unknown"
      summary = {
        en = "encrypt traffic between nodes"
        ja = "ノード間の暗号化を有効にする"
      }
      warning = {
        en = "The domain's version is not written down: versions before Elasticsearch 6.7 are deleted and created anew, newer ones change in place. Read the plan before applying it."
        ja = "バージョンが指定されていないため影響を確定できません。Elasticsearch 6.7 より前なら削除と再作成、それ以降ならその場での変更になります。適用前に plan を確認してください。"
      }
      set = { "node_to_node_encryption.enabled" = true }
    }
  }

  remediation {
    console = {
      en = ["Open the domain in the OpenSearch Service console and choose Actions, Edit security configuration.", "Tick Node-to-node encryption and save."]
      ja = ["OpenSearch Service コンソールでドメインを開き、「アクション」から「セキュリティ設定の編集」を選ぶ。", "「ノード間の暗号化」にチェックを入れて保存する。"]
    }
    cli = "aws opensearch update-domain-config --domain-name DOMAIN --node-to-node-encryption-options Enabled=true"
  }

  example "fail" "left out" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
    }
  }

  example "fixed" "left out" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      node_to_node_encryption {
        enabled = true
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      node_to_node_encryption {
        enabled = false
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      node_to_node_encryption {
        enabled = true
      }
    }
  }

  example "fail" "an old version" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "Elasticsearch_6.5"
    }
  }

  example "fixed" "an old version" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "Elasticsearch_6.5"
      node_to_node_encryption {
        enabled = true
      }
    }
  }

  example "fail" "no version" {
    resource "aws_opensearch_domain" "search" {
      domain_name = "search"
    }
  }

  example "fixed" "no version" {
    resource "aws_opensearch_domain" "search" {
      domain_name = "search"
      node_to_node_encryption {
        enabled = true
      }
    }
  }

  example "pass" "switched on" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      node_to_node_encryption {
        enabled = true
      }
    }
  }

  example "pass" "by variables for two domains" {
    variable "encrypted" {
      type    = bool
      default = true
    }

    resource "aws_opensearch_domain" "logs" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.17"
      node_to_node_encryption {
        enabled = var.encrypted
      }
    }

    resource "aws_opensearch_domain" "events" {
      domain_name    = "events"
      engine_version = "OpenSearch_2.17"
      dynamic "node_to_node_encryption" {
        for_each = [var.encrypted]
        content {
          enabled = node_to_node_encryption.value
        }
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      node_to_node_encryption {
        enabled = tobool(terraform_data.later.output)
      }
    }
  }
}
