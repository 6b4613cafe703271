control "DynamoDB.3" {
  slug     = "dax-cluster-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "DAX clusters are encrypted at rest"
    ja = "DAX クラスターが保管時に暗号化されている"
  }
  why = {
    en = "The cache keeps copies of the table's items on its nodes' storage; without encryption they can be read by whoever gets hold of it."
    ja = "DAX のノードにはテーブルの項目のコピーが保存されます。暗号化されていないと、入手した人に読まれてしまいます。"
  }
  decides = "checked"
  config_rule = "dax-encryption-enabled"
  frameworks = {
    "aws-fsbp"       = ["DynamoDB.3"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["3.5.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24"]
  }

  check "aws_dax_cluster" {
    enforce {
      condition = any([for block in attrs.server_side_encryption : block.enabled])
      at        = "server_side_encryption.enabled"
      error_message = {
        en = "the cluster is not encrypted"
        ja = "クラスターが暗号化されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the cluster"
        ja = "クラスターを暗号化する"
      }
      warning = {
        en = "An existing cluster is replaced: the cache starts empty, and the endpoint changes."
        ja = "既存のクラスターは作り直され、キャッシュが空になり、エンドポイントも変わります。"
      }
      set = { "server_side_encryption.enabled" = true }
    }
  }

  remediation {
    console = {
      en = ["Encryption cannot be added: create a new cluster in the DynamoDB console under DAX.", "Tick Enable encryption, point the application at it, and delete the old one."]
      ja = ["後から暗号化できないため、DynamoDB コンソールの DAX で新しいクラスターを作成する。", "暗号化を有効にし、アプリケーションの接続先を切り替えてから古いクラスターを削除する。"]
    }
    cli = "aws dax create-cluster --cluster-name NEW --node-type TYPE --replication-factor 2 --iam-role-arn ROLE_ARN --sse-specification Enabled=true"
  }

  example "fail" "left out" {
    resource "aws_dax_cluster" "cache" {
      cluster_name       = "cache"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 2
    }
  }

  example "fixed" "left out" {
    resource "aws_dax_cluster" "cache" {
      cluster_name       = "cache"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 2
      server_side_encryption {
        enabled = true
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_dax_cluster" "cache" {
      cluster_name       = "cache"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 2
      server_side_encryption {
        enabled = false
      }
    }
  }

  example "pass" "encrypted" {
    resource "aws_dax_cluster" "cache" {
      cluster_name       = "cache"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 2
      server_side_encryption {
        enabled = true
      }
    }
  }

  example "pass" "encrypted by a local" {
    locals {
      encrypt = true
    }

    resource "aws_dax_cluster" "cache" {
      cluster_name       = "cache"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 2
      server_side_encryption {
        enabled = local.encrypt
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_dax_cluster" "cache" {
      cluster_name       = "cache"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 2
      server_side_encryption {
        enabled = tobool(terraform_data.later.output)
      }
    }
  }
}
