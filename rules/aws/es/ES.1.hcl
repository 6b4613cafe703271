control "ES.1" {
  slug     = "elasticsearch-domain-encrypted-at-rest"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "Elasticsearch domains are encrypted at rest"
    ja = "Elasticsearch ドメインで保管時の暗号化が有効になっている"
  }
  why = {
    en = "Indexes, logs and automated snapshots lie on the nodes' volumes. Encryption keeps whoever gets hold of a volume or a snapshot from reading them."
    ja = "インデックスやログ、自動スナップショットはノードのストレージに保存されます。暗号化しておけば、ストレージやスナップショットを入手されても中身は読まれません。"
  }
  decides     = "checked"
  config_rule = "elasticsearch-encrypted-at-rest"
  frameworks = {
    "aws-fsbp"       = ["ES.1"]
    "pci-dss-3.2.1"  = ["3.4"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["3.5.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24"]
    "nist-csf-2.0"                  = ["be_5", "ds_1"]
  }

  check "aws_elasticsearch_domain" {
    enforce {
      condition = default(one(attrs.encrypt_at_rest[*].enabled), false)
      at        = "encrypt_at_rest.enabled"
      error_message = {
        en = "the domain does not encrypt its data at rest"
        ja = "ドメインの保管データが暗号化されていない"
      }
    }
    fix {
      when   = version_at_least(default(attrs.elasticsearch_version, "1.5"), "6.7")
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "encrypt the domain at rest"
        ja = "保管時の暗号化を有効にする"
      }
      warning = {
        en = "The change rolls out through a blue/green deployment and cannot be taken back: encryption stays on for the life of the domain. Instance types of the t2 and older m3 and r3 families do not offer it."
        ja = "変更は Blue/Green デプロイで反映され、一度有効にすると元に戻せません。t2、m3、r3 などの旧世代インスタンスでは利用できません。"
      }
      set = { "encrypt_at_rest.enabled" = true }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the domain at rest"
        ja = "保管時の暗号化を有効にする"
      }
      warning = {
        en = "A domain of this version cannot be changed in place: it is deleted and created anew, and its indexes are lost. Take a snapshot first and restore it afterwards, or upgrade the version first."
        ja = "このバージョンのドメインは変更できず、削除して作り直されるため、インデックスが失われます。先に手動スナップショットを取って復元するか、バージョンを上げてから有効にしてください。"
      }
      set = { "encrypt_at_rest.enabled" = true }
    }
  }

  remediation {
    console = {
      en = ["Open the domain in the OpenSearch Service console and choose Actions, Edit security configuration.", "Tick Enable encryption of data at rest and choose a key.", "Where the version does not offer this, create a new domain and restore a snapshot into it."]
      ja = ["OpenSearch Service コンソールでドメインを開き、「アクション」から「セキュリティ設定の編集」を選ぶ。", "「保管中のデータの暗号化を有効にする」にチェックを入れ、キーを選ぶ。", "バージョンが対応していない場合は、新しいドメインを作成してスナップショットから復元する。"]
    }
    cli = "aws es update-elasticsearch-domain-config --domain-name DOMAIN --encryption-at-rest-options Enabled=true"
  }

  example "fail" "left out" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
    }
  }

  example "fixed" "left out" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = true
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = false
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = true
      }
    }
  }

  example "fail" "an old version" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "6.5"
    }
  }

  example "fixed" "an old version" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "6.5"
      encrypt_at_rest {
        enabled = true
      }
    }
  }

  example "fail" "no version" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name = "search"
    }
  }

  example "fixed" "no version" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name = "search"
      encrypt_at_rest {
        enabled = true
      }
    }
  }

  example "pass" "switched on" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = true
      }
    }
  }

  example "pass" "by variables for two domains" {
    variable "encrypted" {
      type    = bool
      default = true
    }

    resource "aws_elasticsearch_domain" "logs" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = var.encrypted
      }
    }

    resource "aws_elasticsearch_domain" "events" {
      domain_name           = "events"
      elasticsearch_version = "7.10"
      dynamic "encrypt_at_rest" {
        for_each = [var.encrypted]
        content {
          enabled = encrypt_at_rest.value
        }
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = tobool(terraform_data.later.output)
      }
    }
  }
}
