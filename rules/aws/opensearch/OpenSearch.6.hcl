control "OpenSearch.6" {
  slug     = "opensearch-domain-three-data-nodes"
  aliases  = ["Opensearch.6"]
  severity = "medium"
  category = ["Recover", "Resilience", "High availability"]
  title = {
    en = "OpenSearch domains have three data nodes across zones"
    ja = "OpenSearch ドメインに 3 つ以上のデータノードがあり、複数ゾーンに分散している"
  }
  why = {
    en = "With fewer than three data nodes, or all of them in one zone, a single failure takes the domain down or loses its shards."
    ja = "データノードが 3 つ未満だったり 1 つのゾーンに固まっていたりすると、1 か所の障害でドメインが停止したり、シャードが失われたりします。"
  }
  decides     = "checked"
  config_rule = "opensearch-data-node-fault-tolerance"
  frameworks = {
    "aws-fsbp"       = ["OpenSearch.6"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }

  check "aws_opensearch_domain" {
    enforce {
      condition = try(one(attrs.cluster_config[*].instance_count) >= 3, false)
      at        = "cluster_config.instance_count"
      error_message = {
        en = "the domain has fewer than three data nodes (${default(one(attrs.cluster_config[*].instance_count), 1)})"
        ja = "データノードが 3 つ未満である (${default(one(attrs.cluster_config[*].instance_count), 1)})"
      }
    }
    enforce {
      condition = default(one(attrs.cluster_config[*].zone_awareness_enabled), false)
      at        = "cluster_config.zone_awareness_enabled"
      error_message = {
        en = "the data nodes are not spread over zones"
        ja = "データノードが複数のゾーンに分散していない"
      }
    }
    fix {
      when   = default(one(attrs.cluster_config[*].instance_count), 1) < 3
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "run three data nodes across zones"
        ja = "データノードを 3 つにし、複数のゾーンに分散する"
      }
      warning = {
        en = "More nodes cost more, and the change rolls out through a blue/green deployment. With zone awareness the domain needs a subnet in each of its zones."
        ja = "ノードの追加で料金が増え、変更は Blue/Green デプロイで反映されます。ゾーン認識を有効にすると、使うゾーンごとにサブネットが必要です。"
      }
      set = {
        "cluster_config.instance_count"         = 3
        "cluster_config.zone_awareness_enabled" = true
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "spread the data nodes over zones"
        ja = "データノードを複数のゾーンに分散する"
      }
      warning = {
        en = "More nodes cost more, and the change rolls out through a blue/green deployment. With zone awareness the domain needs a subnet in each of its zones."
        ja = "ノードの追加で料金が増え、変更は Blue/Green デプロイで反映されます。ゾーン認識を有効にすると、使うゾーンごとにサブネットが必要です。"
      }
      set = { "cluster_config.zone_awareness_enabled" = true }
    }
  }

  remediation {
    console = {
      en = ["Open the domain in the OpenSearch Service console and choose Actions, Edit cluster configuration.", "Choose a deployment over two or three Availability Zones, set the number of data nodes to 3 or more (a multiple of the zones), and save."]
      ja = ["OpenSearch Service コンソールでドメインを開き、「アクション」から「クラスター設定の編集」を選ぶ。", "2 つまたは 3 つのアベイラビリティーゾーンへのデプロイを選び、データノード数を 3 以上 (ゾーン数の倍数) にして保存する。"]
    }
    cli = "aws opensearch update-domain-config --domain-name DOMAIN --cluster-config InstanceCount=3,ZoneAwarenessEnabled=true"
  }

  example "fail" "one node by default" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
    }
  }

  example "fixed" "one node by default" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = 3
        zone_awareness_enabled = true
      }
    }
  }

  example "fail" "zone awareness without a number of nodes" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        zone_awareness_enabled = true
      }
    }
  }

  example "fail" "two nodes" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = 2
        zone_awareness_enabled = true
      }
    }
  }

  example "fixed" "two nodes" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = 3
        zone_awareness_enabled = true
      }
    }
  }

  example "fail" "four nodes in one zone" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count = 4
      }
    }
  }

  example "fixed" "four nodes in one zone" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = 4
        zone_awareness_enabled = true
      }
    }
  }

  example "fail" "zone awareness switched off" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = 3
        zone_awareness_enabled = false
      }
    }
  }

  example "pass" "three nodes" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = 3
        zone_awareness_enabled = true
      }
    }
  }

  example "pass" "six nodes in three zones" {
    variable "nodes" {
      type    = number
      default = 6
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = var.nodes
        zone_awareness_enabled = true
        zone_awareness_config {
          availability_zone_count = 3
        }
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 3
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      cluster_config {
        instance_count         = tonumber(terraform_data.later.output)
        zone_awareness_enabled = true
      }
    }
  }
}
