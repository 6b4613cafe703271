control "ES.7" {
  slug     = "elasticsearch-domain-three-master-nodes"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High availability"]
  title = {
    en = "Elasticsearch domains have three dedicated master nodes"
    ja = "Elasticsearch ドメインに 3 つ以上の専用マスターノードがある"
  }
  why = {
    en = "Dedicated masters keep the cluster's state steady while data nodes are busy or replaced. With fewer than three there is no majority left after one fails."
    ja = "専用マスターノードがあると、データノードの負荷や入れ替えの間もクラスターの状態が安定します。3 つ未満では、1 つ故障しただけで過半数を維持できません。"
  }
  decides = "checked"
  frameworks = {
    "aws-fsbp"       = ["ES.7"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }

  check "aws_elasticsearch_domain" {
    locals {
      type = default(one(attrs.cluster_config[*].dedicated_master_type), "m5.large.elasticsearch")
    }
    enforce {
      condition = default(one(attrs.cluster_config[*].dedicated_master_enabled), false) && try(one(attrs.cluster_config[*].dedicated_master_count) >= 3, false)
      at        = "cluster_config.dedicated_master_enabled"
      error_message = {
        en = "the domain does not run three dedicated master nodes"
        ja = "専用マスターノードが 3 つ以上設定されていない"
      }
    }
    fix {
      when   = default(one(attrs.cluster_config[*].dedicated_master_count), 0) < 3
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "run three dedicated master nodes"
        ja = "専用マスターノードを 3 つにする"
      }
      warning = {
        en = "Master nodes cost as much as data nodes of their type; choose a type that suits the size of the cluster. The change rolls out through a blue/green deployment."
        ja = "マスターノードにもインスタンス料金がかかります。クラスターの規模に合ったタイプを選んでください。変更は Blue/Green デプロイで反映されます。"
      }
      set = {
        "cluster_config.dedicated_master_enabled" = true
        "cluster_config.dedicated_master_count"   = 3
        "cluster_config.dedicated_master_type"    = local.type
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch the dedicated master nodes on"
        ja = "専用マスターノードを有効にする"
      }
      warning = {
        en = "Master nodes cost as much as data nodes of their type. The change rolls out through a blue/green deployment."
        ja = "マスターノードにもインスタンス料金がかかります。変更は Blue/Green デプロイで反映されます。"
      }
      set = {
        "cluster_config.dedicated_master_enabled" = true
        "cluster_config.dedicated_master_type"    = local.type
      }
    }
  }

  remediation {
    console = {
      en = ["Open the domain in the OpenSearch Service console and choose Actions, Edit cluster configuration.", "Under Dedicated master nodes enable them, choose a type and three nodes, and save."]
      ja = ["OpenSearch Service コンソールでドメインを開き、「アクション」から「クラスター設定の編集」を選ぶ。", "「専用マスターノード」を有効にしてインスタンスタイプと 3 ノードを選び、保存する。"]
    }
    cli = "aws es update-elasticsearch-domain-config --domain-name DOMAIN --elasticsearch-cluster-config DedicatedMasterEnabled=true,DedicatedMasterCount=3,DedicatedMasterType=m5.large.elasticsearch"
  }

  example "fail" "no masters by default" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
    }
  }

  example "fixed" "no masters by default" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "m5.large.elasticsearch"
      }
    }
  }

  example "fail" "two masters" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_count   = 2
        dedicated_master_type    = "r5.large.elasticsearch"
      }
    }
  }

  example "fixed" "two masters" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "r5.large.elasticsearch"
      }
    }
  }

  example "fail" "a number but switched off" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = false
        dedicated_master_count   = 3
        dedicated_master_type    = "m5.large.elasticsearch"
      }
    }
  }

  example "fixed" "a number but switched off" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "m5.large.elasticsearch"
      }
    }
  }

  example "fail" "a number alone" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_count = 3
      }
    }
  }

  example "fail" "no number" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_type    = "m5.large.elasticsearch"
      }
    }
  }

  example "pass" "three masters" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "m5.large.elasticsearch"
      }
    }
  }

  example "pass" "five masters by a variable" {
    variable "masters" {
      type    = number
      default = 5
    }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = var.masters > 0
        dedicated_master_count   = var.masters
        dedicated_master_type    = "m5.large.elasticsearch"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 3
    }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_count   = tonumber(terraform_data.later.output)
        dedicated_master_type    = "m5.large.elasticsearch"
      }
    }
  }
}
